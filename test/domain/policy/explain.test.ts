import { describe, expect, test } from "vitest";
import { compileLicensePolicy } from "../../../config/compile-license-policy.ts";
import { emptyRecord } from "../../../domain/facts/fold.ts";
import type { Role } from "../../../domain/facts/hr-event.ts";
import { explain } from "../../../domain/policy/explain.ts";
import { desire } from "../../../domain/reconcile/desire.ts";
import { left, roleChanged } from "../../support/hr-events.ts";
import { folded } from "../facts/folded.ts";

const POLICY = {
  leave: { license: "Basic", suspend: true },
  canRename: false,
  ...compileLicensePolicy(
    `rules:
  - { name: interns, when: { employmentType: [intern, contractor] }, license: Basic }
  - { name: sales, when: { department: Sales, title: { not: "*Assistant*" } }, license: Pro }
  - { name: seniors, when: { level: { gte: 5 } }, license: Plus }
  - { name: cost center, when: { attributes: { costCenter: "0999" } }, license: Plus }
default: { name: else, license: Basic }
`,
    { fileName: "policy.yml" },
  ),
};

const employee = (role: Partial<Role>) =>
  folded([roleChanged({ role: { title: "Clerk", department: "Sales", attributes: {}, ...role } })]);

const traced = (role: Partial<Role>) => explain(employee(role), POLICY)?.rules;

describe("a trace has each rule in the order of the file, the default last", () => {
  test("the first one that matches gives the license, and those below it only would", () => {
    expect(traced({ level: 6 })).toEqual([
      {
        rule: "interns",
        license: "Basic",
        outcome: "failed",
        failed: { member: "employmentType", condition: "[intern, contractor]" },
      },
      { rule: "sales", license: "Pro", outcome: "given" },
      { rule: "seniors", license: "Plus", outcome: "matched" },
      {
        rule: "cost center",
        license: "Plus",
        outcome: "failed",
        failed: { member: "attributes.costCenter", condition: '"0999"' },
      },
      { rule: "else", license: "Basic", outcome: "matched" },
    ]);
  });

  test("the first test that fails is told, with what HR said", () => {
    expect(traced({ title: "Sales Assistant" })?.[1]).toEqual({
      rule: "sales",
      license: "Pro",
      outcome: "failed",
      failed: { member: "title", condition: '{ not: "*Assistant*" }', value: "Sales Assistant" },
    });
  });

  test("the default gives the license if no rule matches", () => {
    expect(traced({ department: "IT" })?.at(-1)).toEqual({ rule: "else", license: "Basic", outcome: "given" });
  });
});

test.each([
  {},
  { level: 5 },
  { employmentType: "intern" },
  { department: "IT" },
  { attributes: { costCenter: "0999" } },
])("an explanation of %j says what is desired, by the same rule", (role) => {
  const explanation = explain(employee(role), POLICY);
  expect(explanation?.desired).toEqual(desire(employee(role), POLICY));
  expect(explanation?.rules.filter(({ outcome }) => outcome === "given")).toEqual([
    expect.objectContaining({ rule: explanation?.desired.rule, license: explanation?.desired.license }),
  ]);
});

test("no rule is asked about a leaver", () => {
  const leaver = folded([roleChanged(), left()]);
  expect(explain(leaver, POLICY)).toEqual({ desired: desire(leaver, POLICY), rules: [] });
});

test("nothing is explained as long as no fact counts", () => {
  expect(explain(emptyRecord("E1"), POLICY)).toBeUndefined();
});
