import { expect, test } from "vitest";
import type { EmployeeFacts } from "../../../domain/employee-record.ts";
import { HIRED, ROLE_CHANGED, type Role } from "../../../domain/facts/hr-event.ts";
import { licensePolicy } from "../../../domain/policy/decide-license.ts";
import type { LicensePolicy, PolicyTest } from "../../../domain/policy/license-policy.ts";

const facts = (role: Partial<Role> = {}, event: EmployeeFacts["event"] = ROLE_CHANGED): EmployeeFacts => ({
  event,
  email: "ana@example.com",
  effectiveAt: "2026-03-01T00:00:00.000Z",
  role: { title: "Engineer", department: "Engineering", attributes: {}, ...role },
});

const policyOf = (...when: PolicyTest[]): LicensePolicy => ({
  rules: [{ name: "the rule", when, license: "Pro" }],
  default: { name: "everyone-else", license: "Basic" },
});

test("the first rule that matches wins, and tells its name", () => {
  const decide = licensePolicy({
    rules: [
      { name: "first", when: [{ member: "level", condition: { op: "range", gte: 5 } }], license: "Plus" },
      { name: "second", when: [{ member: "department", condition: { op: "equals", value: "Sales" } }], license: "Pro" },
      { name: "third", when: [{ member: "department", condition: { op: "glob", pattern: "*" } }], license: "ProTrial" },
    ],
    default: { name: "everyone-else", license: "Basic" },
  });
  expect(decide(facts({ department: "Sales", level: 5 }))).toEqual({ license: "Plus", rule: "first" });
  expect(decide(facts({ department: "Sales", level: 4 }))).toEqual({ license: "Pro", rule: "second" });
  expect(decide(facts())).toEqual({ license: "ProTrial", rule: "third" });
});

test("without a match the default decides, under its own name", () => {
  const decide = licensePolicy(policyOf({ member: "title", condition: { op: "equals", value: "CEO" } }));
  expect(decide(facts())).toEqual({ license: "Basic", rule: "everyone-else" });
});

test("all tests of a rule must hold", () => {
  const decide = licensePolicy(
    policyOf(
      { member: "title", condition: { op: "equals", value: "Engineer" } },
      { member: "level", condition: { op: "range", gte: 3 } },
    ),
  );
  expect(decide(facts({ level: 3 })).license).toBe("Pro");
  expect(decide(facts({ level: 2 })).license).toBe("Basic");
});

test.each([
  [HIRED, "hired", "Pro"],
  [ROLE_CHANGED, "hired", "Basic"],
  [ROLE_CHANGED, "role-changed", "Pro"],
] as const)("on %s a test for event %s gives %s", (event, value, license) => {
  const decide = licensePolicy(policyOf({ member: "event", condition: { op: "equals", value } }));
  expect(decide(facts({}, event)).license).toBe(license);
});

test.each(["costCenter", "toString", "__proto__"])("the attribute %s is read only where HR sent it", (name) => {
  const decide = licensePolicy(
    policyOf({ member: `attributes.${name}`, condition: { op: "not", condition: { op: "equals", value: "1" } } }),
  );
  expect(decide(facts({ attributes: Object.fromEntries([[name, "1"]]) })).license).toBe("Basic");
  expect(decide(facts()).license).toBe("Pro");
});
