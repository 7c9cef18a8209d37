import { expect, test } from "vitest";
import { isFailureCode, unknownCode } from "../../dead-letters/failure-code.ts";

test.each([
  ["invalidevent", "InvalidEvent"],
  ["INVALID_EVENT", "InvalidEvent"],
  ["InvalidEvents", "InvalidEvent"],
  ["DirectoryTrottled", "DirectoryThrottled"],
  ["Throttled", undefined],
  ["", undefined],
  ["constructor", undefined],
])("%j is no code, and %j was probably meant", (text, nearest) => {
  expect(isFailureCode(text)).toBe(false);
  expect(unknownCode(text)).toBe(
    nearest === undefined
      ? "there is no such failure code: docs/runbook.md lists them"
      : `there is no such failure code. Did you mean ${nearest}?`,
  );
});

test("knows the codes, also those that only SQS and EventBridge cause", () => {
  expect(["InvalidEvent", "MaxReceivesExceeded", "Undelivered"].every(isFailureCode)).toBe(true);
});
