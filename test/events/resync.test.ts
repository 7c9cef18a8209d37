import { describe, expect, test } from "vitest";
import { kindOfBody } from "../../events/kind-of-body.ts";
import { parseHrEvent, parseMessage } from "../../events/parse.ts";
import { type ResyncReason, resyncBody } from "../../events/resync.ts";
import { leaveBody } from "../support/event-bodies.ts";
import { NOW } from "../support/hr-events.ts";
import { failureOf, fixtures } from "./hr-fixtures.ts";

const body = resyncBody({ employeeId: "E1", because: "Due" }, "E1:2026-06-01T12:00:00.000Z", NOW);
const changed = (members: object) => JSON.stringify({ ...JSON.parse(body), ...members });

test.each<ResyncReason>([
  "OtherFunction",
  "NoHireYet",
  "AddressInUse",
  "CreationInDoubt",
  "InvitationPending",
  "DirectoryThrottled",
  "NotYetEffective",
  "Operator",
  "Due",
])("a resync because of %s is read as it was written", (because) => {
  const resync = { employeeId: "E1", because };
  expect(parseMessage(resyncBody(resync, "1", NOW), NOW)).toEqual(resync);
});

test("an envelope around a resync does no harm", () => {
  const notification = JSON.stringify({ Type: "Notification", Message: body });
  expect(parseMessage(notification, NOW)).toEqual({ employeeId: "E1", because: "Due" });
});

test.each(fixtures("valid"))("any other message is an event: $file", ({ text }) => {
  expect(parseMessage(text, NOW)).toEqual(parseHrEvent(text, NOW));
});

describe("a message is no resync", () => {
  const { data } = JSON.parse(body);
  test.each([
    ["from another source", { source: "/hr/workforce" }],
    ["without a source", { source: undefined }],
    ["without an ID", { id: undefined }],
    ["without data", { data: undefined }],
    ["without an employee", { data: { because: "Due" } }],
    ["about a claim", { data: { ...data, employeeId: "user#ana@example.com" } }],
    ["for another reason", { data: { ...data, because: "Curious" } }],
    ["for a reason that every object has", { data: { ...data, because: "toString" } }],
    ["with a fact", { data: { ...data, role: { title: "Pro" } } }],
    ["with a member of an event", { subject: "E1" }],
    ["of another CloudEvents version", { specversion: "0.3" }],
  ])("%s", (_, members) => {
    expect(() => parseMessage(changed(members), NOW)).toThrow(
      expect.objectContaining({ code: "InvalidEvent", message: "expected a resync message as Seatkeeper sends it" }),
    );
  });

  test("of another type: it is an event of an unknown one", () => {
    const other = changed({ type: "seatkeeper.resync.v2" });
    expect(() => parseMessage(other, NOW)).toThrow(expect.objectContaining({ code: "UnknownEventType" }));
  });

  test("if it is refused, it is still known whom it is about", () => {
    expect(() => parseMessage(changed({ source: "/hr" }), NOW)).toThrow(
      expect.objectContaining({ subject: { eventId: "E1:2026-06-01T12:00:00.000Z", employeeId: "E1" } }),
    );
  });
});

test("where only events are read, a resync is an unknown type, and it claims no kind of event", () => {
  expect(failureOf(body).code).toBe("UnknownEventType");
  expect(kindOfBody(body)).toBeUndefined();
});

test.each([undefined, "", "{", "[]", "x".repeat(300_000)])(
  "a message with a bad body is refused as an event is",
  (bad) => {
    const { code, message } = failureOf(bad);
    expect(() => parseMessage(bad, NOW)).toThrow(expect.objectContaining({ code, message }));
  },
);

test("an event is refused as where only events are read", () => {
  const event = JSON.stringify(leaveBody({}, { time: "2099-01-01T00:00:00Z" }));
  expect(() => parseMessage(event, NOW)).toThrow(failureOf(event).message);
});
