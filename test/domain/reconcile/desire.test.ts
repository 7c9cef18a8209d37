import { expect, test } from "vitest";
import type { EventKind, Fact, Role } from "../../../domain/facts/hr-event.ts";
import type { LicensePolicy, PolicyTest } from "../../../domain/policy/license-policy.ts";
import { desire } from "../../../domain/reconcile/desire.ts";

const fact = (role: Partial<Role> = {}, kind: EventKind = "role-changed"): Fact => ({
  kind,
  email: "ana@example.com",
  effectiveAt: "2026-03-01T00:00:00.000Z",
  role: { title: "Engineer", department: "Engineering", attributes: {}, ...role },
});

const policyOf = (...when: PolicyTest[]): LicensePolicy => ({
  rules: [{ name: "the rule", when, license: "Pro" }],
  default: { name: "everyone-else", license: "Basic" },
});

test("the first matching rule wins, and the result has its name", () => {
  const policy: LicensePolicy = {
    rules: [
      { name: "first", when: [{ member: "level", condition: { op: "range", gte: 5 } }], license: "Plus" },
      { name: "second", when: [{ member: "department", condition: { op: "equals", value: "Sales" } }], license: "Pro" },
      { name: "third", when: [{ member: "department", condition: { op: "glob", pattern: "*" } }], license: "ProTrial" },
    ],
    default: { name: "everyone-else", license: "Basic" },
  };
  expect(desire(fact({ department: "Sales", level: 5 }), policy)).toEqual({ license: "Plus", rule: "first" });
  expect(desire(fact({ department: "Sales", level: 4 }), policy)).toEqual({ license: "Pro", rule: "second" });
  expect(desire(fact(), policy)).toEqual({ license: "ProTrial", rule: "third" });
});

test("without a match the default wins, and the result has its name", () => {
  const policy = policyOf({ member: "title", condition: { op: "equals", value: "CEO" } });
  expect(desire(fact(), policy)).toEqual({ license: "Basic", rule: "everyone-else" });
});

test("a rule matches only if all its tests do", () => {
  const policy = policyOf(
    { member: "title", condition: { op: "equals", value: "Engineer" } },
    { member: "level", condition: { op: "range", gte: 3 } },
  );
  expect(desire(fact({ level: 3 }), policy).license).toBe("Pro");
  expect(desire(fact({ level: 2 }), policy).license).toBe("Basic");
});

test.each([
  ["hired", "hired", "Pro"],
  ["role-changed", "hired", "Basic"],
  ["role-changed", "role-changed", "Pro"],
] as const)("for %s, a test for the event %s gives %s", (event, value, license) => {
  const policy = policyOf({ member: "event", condition: { op: "equals", value } });
  expect(desire(fact({}, event), policy).license).toBe(license);
});

test.each(["costCenter", "toString", "__proto__"])("reads the attribute %s only if HR sent it", (name) => {
  const policy = policyOf({
    member: `attributes.${name}`,
    condition: { op: "not", condition: { op: "equals", value: "1" } },
  });
  expect(desire(fact({ attributes: Object.fromEntries([[name, "1"]]) }), policy).license).toBe("Basic");
  expect(desire(fact(), policy).license).toBe("Pro");
});
