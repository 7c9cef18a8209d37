import { expect, test } from "vitest";
import { kindOf } from "../../domain/facts/hr-event.ts";
import { parseHrEvent } from "../../events/parse.ts";
import { NOW } from "../support/hr-events.ts";
import { fixture } from "./hr-fixtures.ts";

const identity = (name: string) => {
  const { id, source, publishedAt } = parseHrEvent(JSON.stringify(fixture(name)), NOW);
  return { id, source, publishedAt };
};

test.each([
  "eventbridge-around-cloudevent",
  "eventbridge-canonical-detail-type",
  "eventbridge-around-sns",
  "eventbridge-around-eventbridge",
  "sns-around-cloudevent",
  "three-envelopes",
])("uses the CloudEvent's own ID, source and time in %s", (name) => {
  expect(identity(name)).toEqual(identity("hired"));
});

test.each([
  "eventbridge-hired",
  "eventbridge-canonical-detail-type-plain",
  "sns-around-eventbridge",
  "eventbridge-forwarded",
])("uses the inner EventBridge event's ID, source and time in %s, whose detail is plain data", (name) => {
  expect(identity(name)).toEqual({ id: "0f1e2d3c", source: "hr.workforce", publishedAt: "2026-02-20T07:15:00.000Z" });
});

test("a CloudEvent is the event, even if it has members of an envelope", () => {
  const event = {
    ...fixture("hired"),
    Type: "Notification",
    Message: "{}",
    "detail-type": "employee.hired",
    detail: {},
  };
  expect(parseHrEvent(JSON.stringify(event), NOW).id).toBe("evt-1");
});

test("uses the type of the CloudEvent, not the detail-type around it", () => {
  const event = { ...fixture("eventbridge-around-cloudevent"), "detail-type": "employee.role-changed" };
  expect(kindOf(parseHrEvent(JSON.stringify(event), NOW))).toBe("hired");
});
