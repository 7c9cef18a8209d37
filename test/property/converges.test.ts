import { test } from "vitest";
import { assertThatHistoriesConverge } from "./converge-property.ts";

/** `SEED=… npm test` repeats a run; `npm run test:soak` runs many more. */
const SEED = process.env["SEED"] === undefined ? undefined : Number(process.env["SEED"]);

test("2,000 histories converge, whatever order, duplication, crash, time-out, throttling or replay", async () => {
  await assertThatHistoriesConverge(2000, SEED);
}, 180_000);
