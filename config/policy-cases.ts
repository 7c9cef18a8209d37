import type { ActiveFact, Role } from "../domain/facts/hr-event.ts";
import { type RuleTrace, traceRules } from "../domain/policy/explain.ts";
import type { LicenseRules } from "./compile-license-policy.ts";
import { policyCasesSource } from "./policy-cases-source.ts";
import { schemaProblems } from "./schema-problems.ts";
import { readYaml } from "./yaml-file.ts";

/** Has one line for each problem of a file of cases: file, line and column, and what was expected. */
export class PolicyCasesError extends Error {
  override readonly name = "PolicyCasesError";
}

/** Somebody, and what a policy must say of her. `place` is where it is written: file, line and column. */
export type PolicyCase = {
  readonly name: string;
  readonly place: string;
  readonly fact: ActiveFact;
  readonly expected: { readonly license: string; readonly rule?: string };
};

/** A case with what the policy said, and all its rules. */
export type PolicyCaseResult = Omit<PolicyCase, "fact"> & {
  readonly passed: boolean;
  readonly got: { readonly license: string; readonly rule: string };
  readonly rules: readonly RuleTrace[];
};

/** `uncovered` are the names of the rules, the default among them, that give no case its license. */
export type PolicyTestResult = {
  readonly results: readonly PolicyCaseResult[];
  readonly uncovered: readonly string[];
};

/** Reads cases from their YAML. Messages begin with `fileName`. @throws PolicyCasesError that lists every problem */
export const compilePolicyCases = (text: string, fileName: string): readonly PolicyCase[] => {
  const { source, report, stopIfAny, placed } = readYaml(text, {
    fileName,
    holds: "cases",
    failWith: (message) => new PolicyCasesError(message),
  });
  const { data, error } = policyCasesSource.safeParse(source);
  for (const { path, reason } of schemaProblems(error?.issues ?? [], source)) report(path, reason);
  const cases = data?.cases ?? [];
  cases.forEach(({ name }, index) => {
    const earlier = cases.findIndex((other) => other.name === name);
    if (earlier < index) report(["cases", index, "name"], `the name "${name}" is used twice: rename one`);
  });
  stopIfAny();
  return cases.map(({ name, facts, license, rule }, index) => ({
    name,
    place: placed(["cases", index]),
    fact: factOf(facts),
    expected: { license, ...(rule === undefined ? {} : { rule }) },
  }));
};

type Facts = { readonly event: ActiveFact["kind"]; readonly attributes: Role["attributes"] } & {
  readonly [member in Exclude<keyof Role, "attributes">]?: Role[member] | undefined;
};

/** No rule looks at when it holds, or at the address. */
const factOf = ({ event: kind, ...said }: Facts): ActiveFact => ({
  kind,
  effectiveAt: "",
  email: "",
  role: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as unknown as Role,
});

/** Asks a policy about each case, by the code that asks it about employees. */
export const testPolicy = (rules: LicenseRules, cases: readonly PolicyCase[]): PolicyTestResult => {
  const results = cases.map((each) => testCase(rules, each));
  const covered = new Set(results.map(({ got }) => got.rule));
  const uncovered = [...rules.rules, rules.default].map(({ name }) => name).filter((name) => !covered.has(name));
  return { results, uncovered };
};

const testCase = (rules: LicenseRules, { fact, ...said }: PolicyCase): PolicyCaseResult => {
  const traces = traceRules(fact, rules);
  const { license = "", rule = "" } = traces.find(({ outcome }) => outcome === "given") ?? {};
  const { expected } = said;
  const passed = license === expected.license && (expected.rule === undefined || expected.rule === rule);
  return { ...said, passed, got: { license, rule }, rules: traces };
};
