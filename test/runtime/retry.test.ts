import { expect, test } from "vitest";
import { backoffSeconds, mayRetry } from "../../runtime/retry.ts";

const BUDGET = { baseSeconds: 30, maxSeconds: 900, maxReceives: 8 };

test.each([
  [1, 0, 15],
  [1, 0.999, 30],
  [2, 0.999, 60],
  [3, 0, 60],
  [6, 0.999, 900],
  [50, 0.999, 900],
  [50, 0, 450],
])("after receive %d, with %d drawn, it waits %d s", (receiveCount, random, seconds) => {
  expect(backoffSeconds(receiveCount, BUDGET, random)).toBe(seconds);
});

test("never waits less than a second, because SQS would redeliver immediately", () => {
  expect(backoffSeconds(1, { ...BUDGET, baseSeconds: 1 }, 0)).toBe(1);
});

test.each([
  [1, true],
  [7, true],
  [8, false],
  [9, false],
])("at receive %d of 8, another try is allowed: %s", (receiveCount, allowed) => {
  expect(mayRetry(receiveCount, BUDGET)).toBe(allowed);
});
