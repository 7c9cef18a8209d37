import { expect, test } from "vitest";
import type { AttributeValue } from "../../../domain/facts/hr-event.ts";
import type { Condition } from "../../../domain/policy/license-policy.ts";
import { matches } from "../../../domain/policy/matches.ts";

const equals = (value: AttributeValue): Condition => ({ op: "equals", value });
const glob = (pattern: string): Condition => ({ op: "glob", pattern });
const range = (gte?: number, lte?: number): Condition => ({
  op: "range",
  ...(gte === undefined ? {} : { gte }),
  ...(lte === undefined ? {} : { lte }),
});
const anyOf = (...conditions: Condition[]): Condition => ({ op: "anyOf", conditions });
const not = (condition: Condition): Condition => ({ op: "not", condition });

test.each<[Condition, AttributeValue | undefined, boolean]>([
  [equals("Sales"), "Sales", true],
  [equals("Sales"), "  sALES ", true],
  [equals(" Sales "), "sales", true],
  [equals("Sales"), "Sales Ops", false],
  [equals("4"), 4, false],
  [equals(4), 4, true],
  [equals(true), true, true],
  [equals("true"), true, false],
  [equals("Sales"), undefined, false],
  [glob("*Manager*"), "Area Sales Manager", true],
  [glob("*manager*"), "MANAGER", true],
  [glob("Head of *"), "Head of IT", true],
  [glob("Head of *"), "Deputy Head of IT", false],
  [glob("*Support"), "Customer Support", true],
  [glob("*Support"), "Support Desk", false],
  [glob("a*b*c"), "a--b--c", true],
  [glob("a*b*c"), "a--c--b", false],
  [glob("ab*ba"), "aba", false],
  [glob("a*bc*bcd"), "abcd", false],
  [glob("*"), "", true],
  [glob("Manager"), "manager", true],
  [glob("Manager"), "Managers", false],
  [glob("a*b*c"), "ac", false],
  [glob("*"), undefined, false],
  [glob("4*"), 42, false],
  [range(3), 3, true],
  [range(3), 2.9, false],
  [range(undefined, 5), 5, true],
  [range(undefined, 5), 6, false],
  [range(3, 5), 4, true],
  [range(3), "4", false],
  [range(3), undefined, false],
  [anyOf(equals("a"), glob("b*")), "bcd", true],
  [anyOf(equals("a"), glob("b*")), "cd", false],
  [not(equals("a")), "b", true],
  [not(equals("a")), "a", false],
  [not(equals("a")), undefined, true],
])("%j on %j is %s", (condition, value, expected) => {
  expect(matches(condition, value)).toBe(expected);
});

test("a glob with many stars is fast even on adversarial text", () => {
  const pattern = `${"*a".repeat(100)}*b`;
  expect(matches(glob(pattern), "a".repeat(100_000))).toBe(false);
});
