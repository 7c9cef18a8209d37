import { expect, test } from "vitest";
import { emptyRecord } from "../../../domain/facts/fold.ts";
import type { PolicyRule } from "../../../domain/policy/license-policy.ts";
import { comparePolicies, isChanged } from "../../../domain/policy/policy-change.ts";
import { hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { folded } from "../facts/folded.ts";

const rule = (title: string, license: string, name = `titled ${title}`): PolicyRule => ({
  name,
  when: [{ member: "title", condition: { op: "equals", value: title } }],
  license,
});
const policyOf = (...rules: PolicyRule[]) => ({
  leave: { license: "Basic", suspend: true },
  canRename: false,
  rules,
  default: { name: "else", license: "Basic" },
});

const BEFORE = policyOf(rule("Clerk", "Plus"));
const AFTER = policyOf(rule("Clerk", "Pro", "clerks"), rule("Intern", "none"));
const titled = (title: string) => ({ role: { title, department: "Any", attributes: {} } });
const compare = (record: Parameters<typeof comparePolicies>[0]) =>
  comparePolicies(record, { before: BEFORE, after: AFTER }, NOW);

test.each([
  ["Clerk", { from: "Plus", to: "Pro", ruleBefore: "titled Clerk", ruleAfter: "clerks" }],
  ["Intern", { from: "Basic", to: "none", ruleBefore: "else", ruleAfter: "titled Intern" }],
])("a %s would have another license", (title, change) => {
  expect(compare(folded([hired(titled(title))]))).toEqual({ employeeId: "E1", ...change, later: false });
});

test("the same license by another rule is no change", () => {
  const pair = { before: BEFORE, after: policyOf(rule("Clerk", "Plus", "clerks")) };
  const compared = comparePolicies(folded([hired(titled("Clerk"))]), pair, NOW);
  expect(compared).toMatchObject({ ruleBefore: "titled Clerk", ruleAfter: "clerks" });
  expect(compared && isChanged(compared)).toBe(false);
});

test("no policy is asked about a leaver, or about somebody of whom no fact counts yet", () => {
  expect(compare(folded([hired(titled("Clerk")), left()]))).toBeUndefined();
  expect(compare(emptyRecord("E1"))).toBeUndefined();
});

test("an upcoming fact does not count before its day, and is told of", () => {
  const promotion = roleChanged({ ...titled("Clerk"), effectiveAt: "2026-07-01T00:00:00.000Z" });
  const record = folded([hired(titled("Boss")), promotion]);
  expect(compare(record)).toMatchObject({ from: "Basic", to: "Basic", later: true });
  const then = new Date("2026-07-01T00:00:00.000Z");
  expect(comparePolicies(record, { before: BEFORE, after: AFTER }, then)).toMatchObject({ to: "Pro", later: false });
});

test("an upcoming fact that both policies give the same is not told of", () => {
  const move = roleChanged({ ...titled("Boss"), effectiveAt: "2026-07-01T00:00:00.000Z" });
  expect(compare(folded([hired(titled("Clerk")), move]))).toMatchObject({ from: "Plus", to: "Pro", later: false });
});
