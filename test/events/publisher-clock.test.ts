import { describe, expect, test } from "vitest";
import { parseHrEvent } from "../../events/parse.ts";
import { NOW } from "../support/hr-events.ts";
import { failureOf, fixture } from "./hr-fixtures.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const fromNow = (milliseconds: number) => new Date(NOW.getTime() + milliseconds).toISOString();

describe("a publisher's time", () => {
  const publishedAfter = (milliseconds: number) => JSON.stringify({ ...fixture("hired"), time: fromNow(milliseconds) });

  test.each([-10 * 365 * DAY, -MINUTE, 0, 15 * MINUTE])("%d ms from now is accepted as it is", (milliseconds) => {
    expect(parseHrEvent(publishedAfter(milliseconds), NOW).publishedAt).toBe(fromNow(milliseconds));
  });

  test.each([15 * MINUTE + 1, 100 * 365 * DAY])("%d ms ahead is refused", (milliseconds) => {
    expect(failureOf(publishedAfter(milliseconds))).toMatchObject({
      code: "InvalidEvent",
      message: "time: expected at most 15 minutes ahead",
      subject: { eventId: "evt-1", employeeId: "E1001" },
    });
  });

  test.each([
    ["2026-02-20T07:15:00Z", "2026-02-20T07:15:00.000Z"],
    ["2026-02-20T07:15:00.1Z", "2026-02-20T07:15:00.100Z"],
    ["2026-02-20T07:15:00.1239999Z", "2026-02-20T07:15:00.123Z"],
    ["2026-02-20T23:59:59.999-12:00", "2026-02-21T11:59:59.999Z"],
  ])("%s is kept with milliseconds, in UTC", (time, publishedAt) => {
    expect(parseHrEvent(JSON.stringify({ ...fixture("hired"), time }), NOW).publishedAt).toBe(publishedAt);
  });
});

describe("publishedAt of plain data in an EventBridge envelope", () => {
  const envelope = fixture("eventbridge-published-at");
  const body = (publishedAt: unknown, time: unknown = NOW.toISOString()) =>
    JSON.stringify({ ...envelope, time, detail: { ...envelope.detail, publishedAt } });

  test("counts in place of the time that EventBridge cut to seconds", () => {
    expect(parseHrEvent(JSON.stringify(envelope), NOW).publishedAt).toBe("2026-02-20T07:15:00.250Z");
  });

  test.each([undefined, null, "", " "])("that is %j leaves EventBridge's time", (publishedAt) => {
    expect(parseHrEvent(body(publishedAt), NOW).publishedAt).toBe(NOW.toISOString());
  });

  test.each([-DAY, -MINUTE, 15 * MINUTE])("may lie %d ms from EventBridge's time", (milliseconds) => {
    expect(parseHrEvent(body(fromNow(milliseconds)), NOW).publishedAt).toBe(fromNow(milliseconds));
  });

  test.each([
    ["more than a day before EventBridge's time", fromNow(-DAY - 1)],
    ["more than a day after it", fromNow(DAY + 1)],
    ["a number", NOW.getTime()],
    ["a word", "today"],
    ["an object", {}],
  ])("is refused if it is %s", (_, publishedAt) => {
    expect(failureOf(body(publishedAt))).toMatchObject({
      code: "InvalidEvent",
      message: "data.publishedAt: expected a date and time with its offset, at most 24 hours from EventBridge's `time`",
      subject: { eventId: "0f1e2d3c", employeeId: "E1001" },
    });
  });

  test("is refused if it is more than 15 minutes ahead of now", () => {
    expect(failureOf(body(fromNow(15 * MINUTE + 1))).message).toBe("time: expected at most 15 minutes ahead");
  });

  test("means nothing in a CloudEvent", () => {
    const event = fixture("left");
    const body = JSON.stringify({ ...event, data: { ...event.data, publishedAt: "2026-02-01" } });
    expect(parseHrEvent(body, NOW)).toEqual(parseHrEvent(JSON.stringify(event), NOW));
  });
});
