import { expect, test } from "vitest";
import { kindOfBody } from "../../events/kind-of-body.ts";
import { parseHrEvent } from "../../events/parse.ts";
import { fixture, fixtures } from "./hr-fixtures.ts";

test.each(fixtures("valid"))("the kind of $file is the one that the parser reads", ({ text }) => {
  expect(kindOfBody(text)).toBe(parseHrEvent(text).fact.kind);
});

test("an event that is bad in other ways still has its kind", () => {
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
])("the kind of %j is unknown, without a throw", (body) => {
  expect(kindOfBody(body)).toBeUndefined();
});
