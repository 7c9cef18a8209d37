import { expect, test } from "vitest";
import { badEvent } from "../../../cli/event-files/check-event.ts";
import { eventBody, hireBody } from "../../support/event-bodies.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const check = (body: string, column?: number) =>
  badEvent({ file: "f.jsonl", line: 7, ...(column === undefined ? {} : { column }), body }, NOW);
const columnOf = (body: string, text: string) => body.indexOf(text) + 1;

test("a good event is not bad", () => {
  expect(check(JSON.stringify(hireBody()))).toBeUndefined();
});

test("names the member with its path, its code and where it is", () => {
  const body = JSON.stringify(hireBody({ role: { title: "Pro", department: "Sales", level: "high" } }));
  expect(check(body)).toEqual({
    file: "f.jsonl",
    line: 7,
    column: columnOf(body, '"level"'),
    code: "InvalidEvent",
    reason: "data.role.level: expected a whole number",
  });
});

test("tells the line within an event of several lines", () => {
  const body = JSON.stringify(hireBody({ email: "none" }), null, 2);
  const line = 7 + body.split("\n").findIndex((text) => text.includes('"email"'));
  expect(check(body, 3)).toMatchObject({ line, column: 5, reason: expect.stringContaining("data.email: expected") });
});

test("counts from where the body begins in its line", () => {
  expect(check('{"a": x}', 11)).toMatchObject({ line: 7, column: 17, code: "MalformedBody" });
});

test.each([
  ["what is not JSON", '{"id":1 "a"}', 9, "this is not JSON: expected ',' or '}' after property value"],
  ["what ends in the middle", '{"id":1', 8, "the JSON ends in the middle"],
  ["a text", '"hire"', 1, "the body is not a JSON object"],
  ["an array", "[]", 1, "the body is not a JSON object"],
])("%s is malformed", (_, body, column, reason) => {
  expect(check(body)).toMatchObject({ code: "MalformedBody", column, reason });
});

test("a misspelled type is told with the nearest one", () => {
  const body = JSON.stringify(eventBody("hired", {}, { type: "hr.employee.hird.v1" }));
  expect(check(body)).toMatchObject({
    code: "UnknownEventType",
    column: columnOf(body, '"type"'),
    reason: expect.stringMatching(/; did you mean hr\.employee\.hired\.v1\?$/),
  });
});

test("a type that is near none is told without one", () => {
  const body = JSON.stringify(eventBody("hired", {}, { type: "hr.employee.pay-raised.v1" }));
  expect(check(body)).toMatchObject({ code: "UnknownEventType", reason: expect.not.stringContaining("did you mean") });
});

test("a misspelled member is told with the nearest name, and is where one has to look", () => {
  const { email, ...others } = hireBody().data as unknown as Record<string, unknown>;
  const body = JSON.stringify(hireBody({}, { data: { ...others, emial: email } }));
  expect(check(body)).toMatchObject({
    column: columnOf(body, '"emial"'),
    reason: expect.stringMatching(/^data\.email: expected an email address .*; did you mean email instead of emial\?$/),
  });
});

test("a member that is known is not taken for another one that is missing", () => {
  const { time: _, ...body } = hireBody();
  expect(check(JSON.stringify(body))).toMatchObject({ reason: expect.not.stringContaining("did you mean") });
});

test("the publisher's clock that runs ahead is told at `time`", () => {
  const body = JSON.stringify(hireBody({}, { time: "2027-01-01T00:00:00Z" }));
  expect(check(body)).toMatchObject({
    column: columnOf(body, '"time"'),
    reason: expect.stringContaining("15 minutes"),
  });
});

const bad = hireBody({ email: "none" });
test.each<[string, object, string]>([
  ["EventBridge around a CloudEvent", { "detail-type": "x", detail: bad }, '"email"'],
  [
    "EventBridge around plain data",
    { "detail-type": "employee.hired", id: "1", source: "hr", time: "2026-03-01T00:00:00Z", detail: bad.data },
    '"email"',
  ],
  ["an unknown detail-type", { "detail-type": "employee.hird", detail: bad.data }, '"detail-type"'],
  ["SNS", { Type: "Notification", Message: JSON.stringify(bad) }, '"Message"'],
])("looks into the envelope of %s", (_, envelope, at) => {
  const body = JSON.stringify(envelope);
  expect(check(body)).toMatchObject({ column: columnOf(body, at) });
});

test("never repeats a value", () => {
  const body = JSON.stringify(hireBody({ email: "secret", displayName: "\u0001secret", role: "secret" }));
  expect(JSON.stringify(check(body))).not.toContain("secret");
});
