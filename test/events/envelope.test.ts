import { expect, test } from "vitest";
import { parseHrEvent } from "../../events/parse.ts";
import { fixture } from "./hr-fixtures.ts";

const identity = (name: string) => {
  const { id, source, publishedAt } = parseHrEvent(JSON.stringify(fixture(name)));
  return { id, source, publishedAt };
};

test.each([
  "eventbridge-around-cloudevent",
  "eventbridge-canonical-detail-type",
  "eventbridge-around-sns",
  "eventbridge-around-eventbridge",
  "sns-around-cloudevent",
  "three-envelopes",
])("the CloudEvent's own ID, source and time count in %s", (name) => {
  expect(identity(name)).toEqual(identity("hired"));
});

test.each([
  "eventbridge-hired",
  "eventbridge-canonical-detail-type-plain",
  "sns-around-eventbridge",
  "eventbridge-forwarded",
])("the inner EventBridge event's ID, source and time count in %s, where detail is plain data", (name) => {
  expect(identity(name)).toEqual({ id: "0f1e2d3c", source: "hr.workforce", publishedAt: "2026-02-20T07:15:00.000Z" });
});

test("a CloudEvent is itself the event, even where it has members of an envelope", () => {
  const event = {
    ...fixture("hired"),
    Type: "Notification",
    Message: "{}",
    "detail-type": "employee.hired",
    detail: {},
  };
  expect(parseHrEvent(JSON.stringify(event)).id).toBe("evt-1");
});

test("the type of the CloudEvent counts, not the detail-type around it", () => {
  const event = { ...fixture("eventbridge-around-cloudevent"), "detail-type": "employee.role-changed" };
  expect(parseHrEvent(JSON.stringify(event)).fact.kind).toBe("hired");
});
