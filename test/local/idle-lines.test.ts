import { expect, test } from "vitest";
import { isIdleLine } from "../../local/idle-lines.ts";

test.each<[string, object | string, boolean]>([
  ["a run that woke nobody", { event: "wake-ups-sent", sent: 0, failed: 0, oldestOverdueSeconds: 0 }, true],
  ["its metrics", { WakeUpsSent: 0, OldestOverdueSeconds: 0 }, true],
  ["a run that woke somebody", { event: "wake-ups-sent", sent: 1, failed: 0 }, false],
  ["a run that could not", { event: "wake-ups-sent", sent: 0, failed: 1 }, false],
  ["metrics of somebody who stays overdue", { WakeUpsSent: 0, OldestOverdueSeconds: 90 }, false],
  ["an event", { event: "handled", outcome: "created" }, false],
  ["a line without JSON", "Debugger attached", false],
  ["null", "null", false],
])("%s is idle or not", (_, line, idle) => {
  expect(isIdleLine(typeof line === "string" ? line : JSON.stringify(line))).toBe(idle);
});
