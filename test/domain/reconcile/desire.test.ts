import { describe, expect, test } from "vitest";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import type { ActiveFact, Role } from "../../../domain/facts/hr-event.ts";
import type { LicensePolicy, PolicyTest } from "../../../domain/policy/license-policy.ts";
import { desire, LEFT } from "../../../domain/reconcile/desire.ts";
import { hired, left, roleChanged } from "../../support/hr-events.ts";
import { folded } from "../facts/folded.ts";

const after = (role: Partial<Role> = {}, kind: ActiveFact["kind"] = "role-changed"): EmployeeRecord => {
  const said = { role: { title: "Engineer", department: "Engineering", attributes: {}, ...role } };
  return folded([kind === "hired" ? hired(said) : roleChanged(said)]);
};

const LEAVE = { license: "Basic", suspend: true } as const;

const policyOf = (...when: PolicyTest[]): LicensePolicy => ({
  leave: LEAVE,
  canRename: false,
  rules: [{ name: "the rule", when, license: "Pro" }],
  default: { name: "everyone-else", license: "Basic" },
});

test("the first matching rule wins, and the result has its name", () => {
  const policy: LicensePolicy = {
    leave: LEAVE,
    canRename: false,
    rules: [
      { name: "first", when: [{ member: "level", condition: { op: "range", gte: 5 } }], license: "Plus" },
      { name: "second", when: [{ member: "department", condition: { op: "equals", value: "Sales" } }], license: "Pro" },
      { name: "third", when: [{ member: "department", condition: { op: "glob", pattern: "*" } }], license: "ProTrial" },
    ],
    default: { name: "everyone-else", license: "Basic" },
  };
  expect(desire(after({ department: "Sales", level: 5 }), policy)).toMatchObject({ license: "Plus", rule: "first" });
  expect(desire(after({ department: "Sales", level: 4 }), policy)).toMatchObject({ license: "Pro", rule: "second" });
  expect(desire(after(), policy)).toMatchObject({ license: "ProTrial", rule: "third" });
});

test("without a match the default wins, and the result has its name", () => {
  const policy = policyOf({ member: "title", condition: { op: "equals", value: "CEO" } });
  expect(desire(after(), policy)).toMatchObject({ license: "Basic", rule: "everyone-else" });
});

test("a rule matches only if all its tests do", () => {
  const policy = policyOf(
    { member: "title", condition: { op: "equals", value: "Engineer" } },
    { member: "level", condition: { op: "range", gte: 3 } },
  );
  expect(desire(after({ level: 3 }), policy)?.license).toBe("Pro");
  expect(desire(after({ level: 2 }), policy)?.license).toBe("Basic");
});

test.each([
  ["hired", "hired", "Pro"],
  ["role-changed", "hired", "Basic"],
  ["role-changed", "role-changed", "Pro"],
] as const)("for %s, a test for the event %s gives %s", (event, value, license) => {
  const policy = policyOf({ member: "event", condition: { op: "equals", value } });
  expect(desire(after({}, event), policy)?.license).toBe(license);
});

test.each(["costCenter", "toString", "__proto__"])("reads the attribute %s only if HR sent it", (name) => {
  const policy = policyOf({
    member: `attributes.${name}`,
    condition: { op: "not", condition: { op: "equals", value: "1" } },
  });
  expect(desire(after({ attributes: Object.fromEntries([[name, "1"]]) }), policy)?.license).toBe("Basic");
  expect(desire(after(), policy)?.license).toBe("Pro");
});

describe("somebody who works here", () => {
  test.each([
    ["after a hire", [hired()]],
    ["after a role change alone, whose hire may still be on its way", [roleChanged()]],
    ["after a leave and a hire", [left(), hired({ id: "hire-2", publishedAt: "2026-05-01T00:00:00.000Z" })]],
  ])("gets an active account %s", (_, events) => {
    const desired = { entitled: true, active: true, license: "Basic", rule: "everyone-else" };
    expect(desire(folded(events), policyOf({ member: "level", condition: { op: "equals", value: 9 } }))).toEqual(
      desired,
    );
  });
});

describe("the rule none", () => {
  const working = folded([hired()]);
  const none: LicensePolicy = { ...policyOf(), default: { name: "nobody", license: "none" }, rules: [] };

  test("gives somebody who works here no account, and one that there is what a leaver's gets", () => {
    expect(desire(working, none)).toEqual({ entitled: false, license: "Basic", active: false, rule: "nobody" });
  });

  test("sets no license if leavers keep theirs", () => {
    const kept = desire(working, { ...none, leave: { suspend: true } });
    expect(kept).toEqual({ entitled: false, active: false, rule: "nobody" });
  });
});

test("email and name are desired only if the directory can change them", () => {
  const said = folded([hired({ displayName: "Ana" })]);
  expect(desire(said, policyOf())).not.toHaveProperty("profile");
  const profile = { email: "ana@example.com", displayName: "Ana" };
  expect(desire(said, { ...policyOf(), canRename: true })).toMatchObject({ profile });
});

describe("somebody who left", () => {
  const everybody = policyOf();

  test.each([
    [
      { license: "Basic", suspend: true },
      { license: "Basic", active: false },
    ],
    [
      { license: "Plus", suspend: false },
      { license: "Plus", active: true },
    ],
  ] as const)("gets what the stage's choice %j says, and not what a rule does", (leave, expected) => {
    const desired = desire(folded([hired(), left()]), { ...everybody, leave });
    expect(desired).toEqual({ entitled: false, rule: LEFT, ...expected });
  });

  test("stays so after a role change that is newer than the leave", () => {
    const change = roleChanged({ publishedAt: "2026-05-01T00:00:00.000Z" });
    expect(desire(folded([hired(), left(), change]), everybody)).toMatchObject({ entitled: false });
  });
});

test("nothing is desired as long as no fact counts", () => {
  expect(desire(folded([]), policyOf())).toBeUndefined();
  expect(desire(folded([hired({ effectiveAt: "2026-07-01T00:00:00.000Z" })]), policyOf())).toBeUndefined();
});
