import * as fc from "fast-check";
import { checkHistory } from "./check-history.ts";
import { histories } from "./histories.ts";
import { simulate } from "./simulation/simulate.ts";

/**
 * Runs so many random histories, with fast-check deciding who goes on at each call. @throws fast-check's report, with the seed and
 * the shortest history that it found, where one violates what must hold
 */
export const assertThatHistoriesConverge = (runs: number, seed: number | undefined): Promise<void> =>
  fc.assert(
    fc.asyncProperty(histories, fc.scheduler(), async (history, scheduler) => {
      const trace = await simulate(history, {
        schedule: (label) => scheduler.schedule(Promise.resolve(), label),
        count: () => scheduler.count(),
        next: () => scheduler.waitNext(1),
      });
      const violations = checkHistory(trace);
      if (violations.length > 0) throw new Error(violations.join("\n"));
    }),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  );
