import { expect, test } from "vitest";
import { outcomeLog } from "../../local/outcomes.ts";

const reading = (...lines: (object | string)[]) => {
  const log = outcomeLog();
  for (const line of lines) log.read(typeof line === "string" ? line : JSON.stringify(line));
  return log;
};
const handled = (messageId: string, outcome: string, more: object = {}) => ({
  event: "handled",
  messageId,
  outcome,
  license: "Pro",
  rule: "managers",
  ...more,
});

test("counts the first outcome of each message", () => {
  const log = reading(
    handled("m1", "created"),
    handled("m1", "duplicate"),
    handled("m2", "unchanged"),
    { event: "dead-lettered", messageId: "m3", code: "InvalidEvent" },
    handled("m3", "updated"),
  );
  expect([...log.outcomes]).toEqual([
    ["m1", "created"],
    ["m2", "unchanged"],
    ["m3", "dead-lettered"],
  ]);
});

test("reads the stable fields of a log line, not its message", () => {
  const log = reading(
    { event: "will-retry", messageId: "m1", message: "any words" },
    { event: "will-retry", messageId: "m2" },
    { message: "event will be tried again", messageId: "m1" },
    { message: "event dead-lettered", messageId: "m1" },
    { message: "event handled", messageId: "m1", outcome: "created" },
    { event: "sqs-failed", messageId: "m1", outcome: "created" },
    handled("m1", "no outcome"),
    "START RequestId: 1",
    "null",
    "7",
  );
  expect(log.retries()).toBe(2);
  expect(log.outcomes.size).toBe(0);
});

test("counts license changes by from and to, most frequent first, and each message once", () => {
  const log = reading(
    handled("m1", "created"),
    handled("m2", "updated", { from: "Plus" }),
    handled("m3", "updated", { from: "Basic" }),
    handled("m4", "updated", { from: "Basic" }),
    handled("m4", "updated", { from: "Basic" }),
    handled("m5", "updated", { from: "Pro", license: "Basic" }),
    handled("m6", "updated", { from: "Pro", license: "Basic" }),
    handled("m7", "updated", { from: "Pro", license: "Basic" }),
  );
  expect(log.changes()).toEqual([
    { from: "Pro", to: "Basic", events: 3 },
    { from: "Basic", to: "Pro", events: 2 },
    { from: "Plus", to: "Pro", events: 1 },
  ]);
});

test("keeps what was logged of a dead letter", () => {
  const log = reading(
    { event: "dead-lettered", messageId: "m1", code: "InvalidEvent", reason: "no email", eventId: "e1", attempts: 1 },
    { event: "dead-lettered", messageId: "m1", code: "Unexpected" },
    handled("m2", "created"),
  );
  expect(log.deadLettered).toEqual([
    { messageId: "m1", code: "InvalidEvent", reason: "no email", eventId: "e1", employeeId: "" },
  ]);
});

test("remembers whose message waits", () => {
  const log = reading(handled("m1", "waiting", { eventId: "e1", employeeId: "E1", because: "NoHireYet" }));
  expect([...log.waiting]).toEqual([["m1", { eventId: "e1", employeeId: "E1" }]]);
  expect(log.outcomes.get("m1")).toBe("waiting");
});
