import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseCondition } from "../../../config/parse-condition.ts";
import { conditionText } from "../../../domain/policy/condition-text.ts";

test.each([
  "Sales",
  "Customer Success",
  "Büro",
  '"999"',
  "999",
  "true",
  '"true"',
  '"No"',
  '"0999"',
  '"1e3"',
  '"*Manager*"',
  '"a, b"',
  '"R&D"',
  '"#1"',
  '"say \\"hi\\""',
  '"- x"',
  "[contractor, intern]",
  '["*Manager*", Chief]',
  "{ gte: 5 }",
  "{ gte: 3, lte: 4.5 }",
  "{ not: US }",
  '{ not: [US, "*land"] }',
  "{ not: { lte: 3 } }",
])("the condition %s is written as it is in the file", (written) => {
  const condition = parseCondition("attributes.x", parse(written));
  expect(conditionText(condition)).toBe(written);
  expect(parseCondition("attributes.x", parse(conditionText(condition)))).toEqual(condition);
});
