import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { policyTest } from "../../cli/commands/policy/test.ts";
import { policyFiles } from "../../config/load-license-policy.ts";
import { compilePolicyCases } from "../../config/policy-cases.ts";
import { casesFileOf, testFolder, testPolicyFile, testReport } from "../../config/test-policies.ts";

const CONFIG = join(import.meta.dirname, "../../config");
const folder = mkdtempSync(join(tmpdir(), "policy-cases-"));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const POLICY = write(
  "license-policy.yml",
  `rules:
  - { name: sales, when: { event: hired, department: Sales, attributes: { costCenter: "42" } }, license: Pro }
  - { name: seniors, when: { level: { gte: 5 } }, license: Plus }
default: { name: rest, license: Basic }
`,
);
const clerk = (more = "", license = "Basic", rule = "rest") => `cases:
  - name: a clerk
    facts: { title: Clerk, department: Sales${more} }
    license: ${license}
    rule: ${rule}
`;
const tested = (cases: string) => testReport(testPolicyFile(POLICY, { casesPath: write("cases.yml", cases) }));

test("every shipped policy has cases, all are right, and each rule has one", () => {
  const results = policyFiles(CONFIG).map((fileName) => testPolicyFile(join(CONFIG, fileName)));
  expect(results.length).toBeGreaterThan(5);
  for (const { policy, results: cases, uncovered } of results) {
    expect(cases?.length, policy).toBeGreaterThan(0);
    expect(cases?.filter(({ passed }) => !passed)).toEqual([]);
    expect(uncovered, policy).toEqual([]);
  }
  expect(testFolder(CONFIG).problems).toEqual([]);
});

test("a file of cases is beside its policy, and is no policy of a stage", () => {
  expect(casesFileOf("a/license-policy.prod.yml")).toBe("a/license-policy-cases.prod.yml");
  expect(casesFileOf("license-policy.yml")).toBe("license-policy-cases.yml");
  expect(policyFiles(CONFIG).filter((fileName) => fileName.includes("cases"))).toEqual([]);
});

test("facts that are left out are not sent, and an event is a role change", () => {
  const facts = (more: string) => compilePolicyCases(clerk(more), "c.yml")[0]?.fact;
  expect(facts("")).toMatchObject({
    kind: "role-changed",
    role: { title: "Clerk", department: "Sales", attributes: {} },
  });
  expect(facts("")?.role).not.toHaveProperty("level");
  const more = ", event: hired, level: 5, employmentType: intern, location: US, attributes: { costCenter: 42 }";
  expect(facts(more)).toMatchObject({
    kind: "hired",
    role: { level: 5, employmentType: "intern", location: "US", attributes: { costCenter: 42 } },
  });
});

test("the rules that no case is about are named", () => {
  expect(tested(clerk())).toEqual({
    lines: ["cases.yml: 1 of 1 cases are right; no case is about sales, seniors"],
    problems: [],
  });
});

test("a case that is not as expected is told with its place, what came, and each rule", () => {
  const path = join(folder, "cases.yml");
  expect(tested(clerk(", level: 7", "Pro", "sales")).problems).toEqual([
    `${path}:2:5: "a clerk": expected Pro by sales, got Plus by seniors`,
    "    sales (Pro): no: event: hired; HR said role-changed",
    "    seniors (Plus): matches, and gives the license",
    "    rest (Basic): matches, too",
  ]);
});

test("the same license by another rule is not as expected, unless no rule is said", () => {
  expect(tested(clerk("", "Basic", "seniors")).problems[0]).toContain("expected Basic by seniors, got Basic by rest");
  expect(tested(clerk().replace("    rule: rest\n", "")).problems).toEqual([]);
});

test("a case whose rule is not there says so, with the nearest name", () => {
  expect(tested(clerk("", "Basic", "senoirs")).problems[0]).toMatch(
    /got Basic by rest; there is no rule senoirs; did you mean seniors\?$/,
  );
});

test.each<[string, string, string]>([
  ["is empty", "", "1:1: the file is empty: expected cases"],
  ["has no case", "cases: []", "1:1: cases: expected at least one case"],
  ["misspells a fact", clerk(", titel: Boss"), "3:47: "],
  ["lacks the department", clerk().replace(", department: Sales", ""), "department: is missing: expected a text"],
  ["has a level in words", clerk(", level: five"), "level: expected a number"],
  ["asks about a leaver", clerk(", event: left"), "event: expected one of hired, role-changed"],
  ["has a name twice", `${clerk()}${clerk().replace("cases:\n", "")}`, '6:5: the name "a clerk" is used twice'],
])("a file of cases that %s is refused", (_, cases, message) => {
  expect(() => compilePolicyCases(cases, "c.yml")).toThrow(message);
});

test("a policy without cases says so, and cases without a policy are a problem", () => {
  write("license-policy-cases.pord.yml", clerk());
  expect(testFolder(folder)).toEqual({
    lines: ["license-policy.yml: no cases: config/license-policy-cases.yml would have them"],
    problems: [
      "config/license-policy-cases.pord.yml: there is no policy with such a name: expected config/license-policy.pord.yml",
    ],
  });
});

test("the command fails if a case does, also for cases that are elsewhere", async () => {
  const wrong = write("wrong.yml", clerk("", "Pro"));
  expect(await policyTest([POLICY], { cases: wrong })).toMatchObject({
    text: "wrong.yml: 0 of 1 cases are right; no case is about sales, seniors",
    complete: false,
    problem: expect.stringContaining("wrong.yml:2:5: "),
  });
  const { text, complete } = await policyTest([POLICY], { cases: wrong, json: true });
  expect({ complete, document: JSON.parse(text) }).toMatchObject({
    complete: false,
    document: [{ policy: POLICY, results: [{ passed: false, got: { license: "Basic", rule: "rest" } }] }],
  });
  const missing = await policyTest([POLICY, join(folder, "nowhere.yml")], { cases: join(folder, "no-cases.yml") });
  expect(missing.problem).toMatch(/no-cases\.yml: the file is missing\n.*nowhere\.yml: the file is missing/);
});
