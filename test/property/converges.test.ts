import { test } from "vitest";
import { assertThatHistoriesConverge } from "./converge-property.ts";

/** `SEED=… npm test` repeats a run; `npm run test:soak` runs many more histories. */
const SEED = process.env["SEED"] === undefined ? undefined : Number(process.env["SEED"]);

test("2,000 histories converge despite reordering, duplicates, crashes, time-outs, throttling or replays", async () => {
  await assertThatHistoriesConverge(2000, SEED);
});
