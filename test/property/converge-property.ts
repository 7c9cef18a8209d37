import * as fc from "fast-check";
import { checkHistory } from "./check-history.ts";
import { historiesOf } from "./histories.ts";
import type { DirectoryName } from "./simulation/history.ts";
import { simulate } from "./simulation/simulate.ts";

/**
 * Runs random histories; fast-check decides which caller goes next at each call. @throws fast-check's report, with the
 * seed and the shortest failing history, if one fails the checks
 */
export const assertThatHistoriesConverge = (
  directories: readonly DirectoryName[],
  runs: number,
  seed: number | undefined,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.oneof(...directories.map(historiesOf)), fc.scheduler(), async (history, scheduler) => {
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
