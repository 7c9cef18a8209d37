import { describe, expect, test } from "vitest";
import type { QueuedMessage } from "../../dead-letters/dead-letter.ts";
import { countUpReplays, readDeadLetter, replaysIn } from "../../dead-letters/read-dead-letter.ts";
import { hireBody } from "../support/event-bodies.ts";
import { queuedMessage } from "../support/in-memory-dead-letters.ts";

const withReason = (stringValue: string | undefined, body = JSON.stringify(hireBody({}, {}))): QueuedMessage => ({
  ...queuedMessage("L1"),
  body,
  attributes: stringValue === undefined ? {} : { deadLetter: { dataType: "String", stringValue } },
});

test("reads reason, event and employee from the attribute that the functions set", () => {
  expect(readDeadLetter(queuedMessage("E7", { replays: 2 }))).toMatchObject({
    code: "DirectoryThrottled",
    message: "too many requests",
    attempts: 5,
    replays: 2,
    eventId: "event-E7",
    employeeId: "E7",
  });
});

describe("a dead letter that SQS moved, or whose reason is damaged, is MaxReceivesExceeded, and is read from its body", () => {
  test.each([
    ["no reason", undefined],
    ["no JSON", "{damaged"],
    ["another shape", '{"code":7}'],
    ["a text", '"DirectoryThrottled"'],
    ["nothing", "null"],
    ["an array", "[]"],
  ])("%s", (_, text) => {
    expect(readDeadLetter(withReason(text))).toMatchObject({
      code: "MaxReceivesExceeded",
      attempts: undefined,
      replays: 0,
      employeeId: "E1",
      type: "hr.employee.hired.v1",
    });
  });

  test.each(["", "no JSON", "null", "[]", "7", '{"Message":"{"}', '{"detail":7}', '{"type":7,"data":[]}'])(
    "is read even with the body %j",
    (body) => {
      expect(readDeadLetter(withReason(undefined, body))).toMatchObject({
        body,
        employeeId: undefined,
        type: undefined,
      });
    },
  );
});

test("a dead letter that EventBridge could not deliver has EventBridge's reason", () => {
  const attributes = {
    ERROR_CODE: { dataType: "String", stringValue: "NO_PERMISSIONS" },
    RULE_ARN: { dataType: "String", stringValue: "arn" },
  };
  expect(readDeadLetter({ ...queuedMessage("L1"), attributes })).toMatchObject({
    code: "Undelivered",
    message: "EventBridge could not deliver it: NO_PERMISSIONS",
    replays: 0,
  });
});

test("keeps an unknown code of a later release", () => {
  expect(readDeadLetter(queuedMessage("E1", { code: "SomethingNew" })).code).toBe("SomethingNew");
});

test("counting a replay changes only the number of replays", () => {
  const deadLetter = queuedMessage("E1", { replays: 2 });
  const trace = { dataType: "String", stringValue: "t-1" };
  const counted = countUpReplays(readDeadLetter({ ...deadLetter, attributes: { ...deadLetter.attributes, trace } }));
  const reason = JSON.parse(deadLetter.attributes["deadLetter"]?.stringValue ?? "");
  expect(counted).toEqual({
    ...deadLetter,
    attributes: {
      trace,
      deadLetter: { dataType: "String", stringValue: JSON.stringify({ ...reason, replays: 3 }) },
    },
  });
});

test("counts replays of a dead letter without a reason too, so that it is not replayed forever", () => {
  let deadLetter = withReason(undefined);
  for (const replays of [1, 2, 3]) {
    deadLetter = countUpReplays(readDeadLetter(deadLetter));
    expect(replaysIn(deadLetter.attributes["deadLetter"]?.stringValue)).toBe(replays);
    expect(readDeadLetter(deadLetter).replays).toBe(replays);
  }
  const reason = JSON.parse(deadLetter.attributes["deadLetter"]?.stringValue ?? "");
  expect(reason).toMatchObject({ code: "MaxReceivesExceeded", replays: 3 });
});

test.each([[undefined], ["{"], ['{"replays":-1}'], ['{"replays":1.5}'], ['{"replays":"5"}']])(
  "%j counts as 0 replays",
  (text) => expect(replaysIn(text)).toBe(0),
);
