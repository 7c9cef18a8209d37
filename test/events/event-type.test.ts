import { expect, test } from "vitest";
import { eventTypeOf } from "../../events/event-type.ts";
import { parseHrEvent } from "../../events/parse.ts";
import { fixture, fixtures } from "./hr-fixtures.ts";

test.each(fixtures("valid"))("the type of $file is told as the parser tells it", ({ text }) => {
  expect(eventTypeOf(text)).toBe(parseHrEvent(text).type);
});

test("an event that is bad in other ways still has its type", () => {
  expect(eventTypeOf(JSON.stringify({ ...fixture("role-changed"), data: null }))).toBe("hr.employee.role-changed.v1");
});

test.each([
  "",
  "{",
  "[]",
  "null",
  '{"type":7}',
  '{"type":"toString"}',
  '{"type":"hr.employee.hired.v2"}',
  '{"Type":"Notification","Message":"hello"}',
  "[".repeat(5000),
  `{"Type":"Notification","Message":"${"[".repeat(100_000)}"}`,
])("the type of %j is unknown, without a throw", (body) => {
  expect(eventTypeOf(body)).toBeUndefined();
});
