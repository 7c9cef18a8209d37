import { describe, expect, test } from "vitest";
import { composeDeadLetter } from "../../dead-letters/compose-dead-letter.ts";
import type { QueuedMessage } from "../../dead-letters/dead-letter.ts";
import { countUpReplays, readDeadLetter } from "../../dead-letters/read-dead-letter.ts";
import { readReplayMark, sendersOwn } from "../../dead-letters/replay-mark.ts";
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

describe("a dead letter that EventBridge could not deliver", () => {
  const text = (stringValue: string) => ({ dataType: "String", stringValue });
  const attributes = {
    ERROR_CODE: text("NO_PERMISSIONS"),
    ERROR_MESSAGE: text("not authorized"),
    RULE_ARN: text("arn:aws:events:us-east-1:1:rule/seatkeeper-dev/hired"),
  };

  test("has EventBridge's reason", () => {
    expect(readDeadLetter({ ...queuedMessage("L1"), attributes })).toMatchObject({
      code: "Undelivered",
      message: "EventBridge could not deliver it: NO_PERMISSIONS, not authorized, rule hired",
      replays: 0,
    });
    expect(readDeadLetter({ ...queuedMessage("L1"), attributes: { ERROR_CODE: attributes.ERROR_CODE } }).message).toBe(
      "EventBridge could not deliver it: NO_PERMISSIONS",
    );
  });

  test("is not one that SQS moved, whatever its sender claims", () => {
    const moved = readDeadLetter({ ...queuedMessage("L1"), attributes, movedBySqs: true });
    expect(moved).toMatchObject({ code: "MaxReceivesExceeded", message: "SQS moved it after its last receive" });
  });
});

describe("a reason on a message that SQS moved is no verdict of ours", () => {
  const moved = (deadLetter: QueuedMessage) => readDeadLetter({ ...deadLetter, movedBySqs: true });
  const UNKNOWN = { code: "MaxReceivesExceeded", message: "SQS moved it after its last receive", attempts: undefined };

  test("a whole one that the sender wrote is not believed, nor its count", () => {
    const forged = moved({ ...queuedMessage("E7", { replays: 5 }), body: JSON.stringify(hireBody()) });
    expect(forged).toMatchObject({ ...UNKNOWN, replays: 0, employeeId: "E1", eventId: "hire-1" });
    expect(forged.reason).toBeUndefined();
  });

  test("a replay's mark counts", () => {
    expect(moved(withReason('{"replays":2}'))).toMatchObject({ ...UNKNOWN, replays: 2 });
    // Also if the queue does not say who moved it, as the embedded one.
    expect(readDeadLetter(withReason('{"replays":2}'))).toMatchObject({ ...UNKNOWN, replays: 2 });
  });
});

test("a short reason says that there was no room for more", () => {
  expect(readDeadLetter(withReason('{"code":"InvalidEvent","replays":1}'))).toMatchObject({
    code: "InvalidEvent",
    message: "there was no room for more than the code",
    replays: 1,
    employeeId: "E1",
  });
});

test("keeps an unknown code of a later release", () => {
  expect(readDeadLetter(queuedMessage("E1", { code: "SomethingNew" })).code).toBe("SomethingNew");
});

describe("the message that a replay sends", () => {
  const text = (stringValue: string) => ({ dataType: "String", stringValue });
  const numbered = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, text(`${index}`)]));
  const reason = JSON.parse(queuedMessage("E1").attributes["deadLetter"]?.stringValue ?? "");
  /** Fails, is dead-lettered, and is replayed. */
  const failAndReplay = (
    attributes: Record<string, { dataType: string; stringValue?: string; binaryValue?: string }>,
  ) => {
    const { replays, attributes: own } = sendersOwn(attributes);
    const message = composeDeadLetter({ body: "x", attributes: own, reason: { ...reason, replays } });
    return countUpReplays(readDeadLetter({ ...queuedMessage("L1"), ...message })).attributes;
  };

  test("has body and attributes as before, and a count in place of the reason", () => {
    const deadLetter = queuedMessage("E1", { replays: 2 });
    const trace = text("t-1");
    const counted = countUpReplays(readDeadLetter({ ...deadLetter, attributes: { ...deadLetter.attributes, trace } }));
    expect(counted).toEqual({ ...deadLetter, attributes: { trace, deadLetter: text('{"replays":3}') } });
  });

  test("counts also without a reason, so that it is not replayed forever", () => {
    let deadLetter = withReason(undefined);
    for (const replays of [1, 2, 3]) {
      deadLetter = countUpReplays(readDeadLetter(deadLetter));
      expect(readDeadLetter(deadLetter)).toMatchObject({ replays, message: "SQS moved it after its last receive" });
    }
  });

  test("has the attribute back that there was no room for, byte for byte; then there is none for the count", () => {
    const raw = { dataType: "Binary.png", binaryValue: "AP8B" };
    expect(failAndReplay({ ...numbered(9), raw })).toEqual({
      ...numbered(9),
      raw: { dataType: "Binary.png", binaryValue: new Uint8Array([0, 255, 1]) },
    });
  });

  test("keeps the sender's own attribute of the reason's name, over several replays", () => {
    const once = failAndReplay({ deadLetter: text("mine") });
    expect(JSON.parse(once["deadLetter"]?.stringValue ?? "")).toEqual({ replays: 1, own: text("mine") });
    const twice = failAndReplay(once as never);
    expect(JSON.parse(twice["deadLetter"]?.stringValue ?? "")).toEqual({ replays: 2, own: text("mine") });
    expect(sendersOwn(twice as never)).toEqual({ replays: 2, attributes: { deadLetter: text("mine") } });
  });

  test("keeps it also if SQS moved the message", () => {
    const moved = readDeadLetter({ ...withReason("mine"), movedBySqs: true });
    const { attributes } = countUpReplays(moved);
    expect(JSON.parse(attributes["deadLetter"]?.stringValue ?? "")).toEqual({ replays: 1, own: text("mine") });
  });

  test("goes without the count if the body leaves no room for it", () => {
    const body = "x".repeat(1_048_576 - 20);
    expect(countUpReplays(readDeadLetter(withReason(undefined, body))).attributes).toEqual({});
  });
});

describe("a replay's mark", () => {
  test.each(['{"replays":1}', '{"replays":100}'])("%s is one", (text) => {
    expect(readReplayMark(text)).toEqual(JSON.parse(text));
  });

  test.each([
    undefined,
    "{",
    "[]",
    "null",
    "7",
    '{"replays":-1}',
    '{"replays":0}',
    '{"replays":1.5}',
    '{"replays":"5"}',
    '{"replays":101}',
    '{"replays":1e9}',
    '{"replays":1,"code":"InvalidEvent"}',
    '{"replays":1,"own":"text"}',
  ])("%j is none: nothing is believed of it", (text) => {
    expect(readReplayMark(text)).toBeUndefined();
    const attributes = text === undefined ? {} : { deadLetter: { dataType: "String", stringValue: text } };
    expect(sendersOwn(attributes)).toEqual({ replays: 0, attributes });
  });
});
