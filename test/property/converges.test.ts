import { test } from "vitest";
import { assertThatHistoriesConverge } from "./converge-property.ts";
import { SCIM_SERVERS } from "./histories.ts";

/** `SEED=… npm test` repeats a run; `npm run test:soak` runs many more histories. */
const SEED = process.env["SEED"] === undefined ? undefined : Number(process.env["SEED"]);

test("1,400 histories with Chime converge despite reordering, duplicates, crashes, time-outs, throttling or replays", async () => {
  await assertThatHistoriesConverge(["chime"], 1400, SEED);
});

test("600 histories with SCIM servers converge despite all that, and what only these do wrong", async () => {
  await assertThatHistoriesConverge(SCIM_SERVERS, 600, SEED);
});
