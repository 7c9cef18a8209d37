import * as fc from "fast-check";
import { test } from "vitest";
import { historiesOf, SCIM_SERVERS } from "./histories.ts";
import { differences } from "./preview-agrees.ts";
import type { DirectoryName } from "./simulation/history.ts";

const SEED = process.env["SEED"] === undefined ? undefined : Number(process.env["SEED"]);

const assertThatPreviewsAgree = (directories: readonly DirectoryName[], runs: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.oneof(...directories.map(historiesOf)), fc.nat({ max: 4 }), async (history, before) => {
      const found = await differences({ ...history, findLag: 0 }, before);
      if (found.length > 0) throw new Error(found.join("\n"));
    }),
    { numRuns: runs, ...(SEED === undefined ? {} : { seed: SEED }) },
  );

test("a preview says of 500 histories what the functions then do with them, event by event, in Chime", async () => {
  await assertThatPreviewsAgree(["chime"], 500);
});

test("the same of 200 histories with SCIM servers", async () => {
  await assertThatPreviewsAgree(SCIM_SERVERS, 200);
});
