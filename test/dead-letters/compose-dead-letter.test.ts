import { describe, expect, test } from "vitest";
import { composeDeadLetter, DeadLetterTooLarge } from "../../dead-letters/compose-dead-letter.ts";
import type { DeadLetterReason } from "../../dead-letters/reason.ts";

const REASON: DeadLetterReason = {
  code: "InvalidEvent",
  message: "data.email: expected an email address",
  attempts: 1,
  failedAt: "2026-06-01T12:00:00.000Z",
  sourceQueue: "hires",
  eventId: "evt-1",
  replays: 2,
};
const LIMIT = 1_048_576;
const text = (stringValue: string) => ({ dataType: "String", stringValue });
const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, text(`${index}`)]));
const reasonIn = ({ attributes }: ReturnType<typeof composeDeadLetter>) =>
  JSON.parse(attributes["deadLetter"]?.stringValue ?? "");

test("keeps the body and the sender's attributes, and adds the reason", () => {
  const attributes = { traceId: text("t1"), raw: { dataType: "Binary.png", binaryValue: "AQI=" } };
  const message = composeDeadLetter({ body: "x", attributes, reason: REASON });
  expect(message).toEqual({
    body: "x",
    attributes: {
      traceId: text("t1"),
      raw: { dataType: "Binary.png", binaryValue: new Uint8Array([1, 2]) },
      deadLetter: { dataType: "String", stringValue: JSON.stringify(REASON) },
    },
  });
});

test("keeps the tenth attribute inside the reason, a binary one, too", () => {
  const raw = { dataType: "Binary", binaryValue: "AQI=", stringListValues: [], stringValue: null as never };
  const message = composeDeadLetter({ body: "x", attributes: { ...numbered(9), raw }, reason: REASON });
  expect(Object.keys(message.attributes)).toEqual([...Object.keys(numbered(9)), "deadLetter"]);
  expect(reasonIn(message)).toEqual({ ...REASON, attributes: { raw: { dataType: "Binary", binaryValue: "AQI=" } } });
});

test("keeps the sender's own attribute of the reason's name inside the reason", () => {
  const message = composeDeadLetter({ body: "x", attributes: { deadLetter: text("mine") }, reason: REASON });
  expect(reasonIn(message)).toEqual({ ...REASON, attributes: { deadLetter: text("mine") } });
});

describe("near SQS's limit", () => {
  const nameAndType = "deadLetter".length + "String".length;
  const whole = nameAndType + JSON.stringify(REASON).length;
  const short = nameAndType + JSON.stringify({ code: REASON.code, replays: REASON.replays }).length;
  const withRoomFor = (bytes: number, attributes = {}) =>
    composeDeadLetter({ body: "x".repeat(LIMIT - bytes), attributes, reason: REASON });

  test("a whole reason takes the last byte", () => {
    expect(reasonIn(withRoomFor(whole))).toEqual(REASON);
  });

  test.each([whole - 1, short])("with room for %d bytes the reason is its code and the count", (room) => {
    expect(reasonIn(withRoomFor(room))).toEqual({ code: "InvalidEvent", replays: 2 });
  });

  test("without room for the code it leaves the message to SQS's own redrive", () => {
    expect(() => withRoomFor(short - 1)).toThrow(DeadLetterTooLarge);
  });

  test("bytes are counted, of names, types and values, and not characters", () => {
    const attributes = {
      é: { dataType: "Number.ß", stringValue: "1" },
      b: { dataType: "Binary", binaryValue: "AQID" },
    };
    const theirs = 2 + "Number.".length + 2 + 1 + 1 + "Binary".length + 3;
    expect(reasonIn(withRoomFor(whole + theirs, attributes))).toEqual(REASON);
    expect(reasonIn(withRoomFor(whole + theirs - 1, attributes))).not.toEqual(REASON);
    const body = "é".repeat(Math.floor((LIMIT - whole) / 2) + 1);
    expect(reasonIn(composeDeadLetter({ body, attributes: {}, reason: REASON }))).not.toEqual(REASON);
  });
});
