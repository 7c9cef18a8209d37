import { expect, test } from "vitest";
import type { DueEmployee, WaitingIndex } from "../../adapters/state/waiting-index.ts";
import { isQuiet } from "../../local/quiet.ts";

const SECOND = 1_000;
const indexOf = (wakeAt: number | undefined): WaitingIndex => ({
  due: async function* (from = "", until) {
    yield [];
    const at = wakeAt === undefined ? undefined : new Date(Date.now() + wakeAt).toISOString();
    if (at !== undefined && at >= from && at <= until)
      yield [{ employeeId: "E1", wakeAt: at, wakeBy: "hired" }] satisfies DueEmployee[];
  },
  oldest: async () => undefined,
});
const depths = (...counts: number[]) => {
  let looks = 0;
  return async () => counts[looks++] ?? 0;
};

test.each<[string, number | undefined, boolean]>([
  ["nobody waits", undefined, true],
  ["somebody is due since a second", -SECOND, false],
  ["somebody is due in 30 seconds", 30 * SECOND, false],
  ["what comes is far ahead", 600 * SECOND, true],
  ["what is overdue stays so", -600 * SECOND, true],
])("if %s, quiet is as expected", async (_, wakeAt, quiet) => {
  expect(await isQuiet(depths(0, 0), indexOf(wakeAt))).toBe(quiet);
});

test.each([
  ["before", [1, 0]],
  ["after", [0, 1]],
])("a message %s the look at who is due is something going on", async (_, counts) => {
  expect(await isQuiet(depths(...counts), indexOf(undefined))).toBe(false);
});
