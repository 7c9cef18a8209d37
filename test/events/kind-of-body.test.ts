import { expect, test } from "vitest";
import { kindOf } from "../../domain/facts/hr-event.ts";
import { kindOfBody } from "../../events/kind-of-body.ts";
import { parseHrEvent } from "../../events/parse.ts";
import { NOW } from "../support/hr-events.ts";
import { fixture, fixtures } from "./hr-fixtures.ts";

test.each(fixtures("valid"))("finds the same kind as the parser in $file", ({ text }) => {
  expect(kindOfBody(text)).toBe(kindOf(parseHrEvent(text, NOW)));
});

test("finds the kind of an event that is invalid otherwise", () => {
  expect(kindOfBody(JSON.stringify({ ...fixture("role-changed"), data: null }))).toBe("role-changed");
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
])("returns no kind for %j, without throwing", (body) => {
  expect(kindOfBody(body)).toBeUndefined();
});
