import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { traceText } from "../domain/policy/explain.ts";
import { compileLicensePolicy, LicensePolicyError } from "./compile-license-policy.ts";
import { policyFiles } from "./load-license-policy.ts";
import { isSettingsError } from "./message-only.ts";
import { didYouMean } from "./nearest.ts";
import {
  compilePolicyCases,
  type PolicyCaseResult,
  PolicyCasesError,
  type PolicyTestResult,
  testPolicy,
} from "./policy-cases.ts";
import { readTextFile } from "./text-file.ts";

/** A policy with its cases, by the names of the files. Without `results` it has no cases. */
export type TestedPolicy = { readonly policy: string; readonly cases: string } & Partial<PolicyTestResult>;

/** What messages call a file: its path, if nothing else is said. */
type TestOptions = { readonly casesPath?: string | undefined; readonly nameOf?: (path: string) => string };

/**
 * Where the cases of a policy are, beside it: `license-policy.prod.yml` has `license-policy-cases.prod.yml`. Such a name
 * is no policy's, whatever stages there are.
 */
export const casesFileOf = (policy: string): string => {
  const [name = "", ...rest] = basename(policy).split(".");
  return join(dirname(policy), [`${name}-cases`, ...rest].join("."));
};

/** Runs the cases of a policy. @throws LicensePolicyError, PolicyCasesError */
export const testPolicyFile = (path: string, { casesPath, nameOf = String }: TestOptions = {}): TestedPolicy => {
  const beside = casesFileOf(path);
  const [policy, cases] = [nameOf(path), nameOf(casesPath ?? beside)];
  const failWith = (message: string, cause?: unknown) => new LicensePolicyError(message, { cause });
  const rules = compileLicensePolicy(readTextFile(path, { fileName: policy, failWith }), { fileName: policy });
  if (casesPath === undefined && !existsSync(beside)) return { policy, cases };
  const failToRead = (message: string, cause?: unknown) => new PolicyCasesError(message, { cause });
  const text = readTextFile(casesPath ?? beside, { fileName: cases, failWith: failToRead });
  return { policy, cases, ...testPolicy(rules, compilePolicyCases(text, cases)) };
};

/** A line for each policy, and those of what is wrong. */
export type PolicyTestReport = { readonly lines: readonly string[]; readonly problems: readonly string[] };

/** Runs the cases of each policy of a folder, which is config/. Cases without their policy are a problem. */
export const testFolder = (folder: string): PolicyTestReport => {
  const policies = policyFiles(folder);
  const reports = policies.map((fileName) =>
    reportOf(() => testPolicyFile(join(folder, fileName), { nameOf: (path) => `config/${basename(path)}` })),
  );
  const tested = new Set(policies.map(casesFileOf));
  const orphans = readdirSync(folder).filter((fileName) => CASES_FILE.test(fileName) && !tested.has(fileName));
  return {
    lines: reports.flatMap(({ lines }) => lines),
    problems: [...reports.flatMap(({ problems }) => problems), ...orphans.map(orphanProblem)],
  };
};

const CASES_FILE = /^license-policy-cases(\..*)?\.ya?ml$/;

const orphanProblem = (fileName: string): string =>
  `config/${fileName}: there is no policy with such a name: expected config/${fileName.replace("-cases", "")}`;

const reportOf = (run: () => TestedPolicy): PolicyTestReport => {
  try {
    return testReport(run());
  } catch (error) {
    if (!isSettingsError(error)) throw error;
    return { lines: [], problems: error.message.split("\n") };
  }
};

/** How many cases are right, and of each that is not what was expected, what came of it, and each rule. */
export const testReport = ({ policy, cases, results, uncovered = [] }: TestedPolicy): PolicyTestReport => {
  if (results === undefined)
    return { lines: [`${basename(policy)}: no cases: ${cases} would have them`], problems: [] };
  const right = results.filter(({ passed }) => passed).length;
  const missing = uncovered.length === 0 ? "" : `; no case is about ${uncovered.join(", ")}`;
  return {
    lines: [`${basename(cases)}: ${right} of ${results.length} cases are right${missing}`],
    problems: results.filter(({ passed }) => !passed).flatMap(failureLines),
  };
};

const failureLines = ({ place, name, expected, got, rules }: PolicyCaseResult): readonly string[] => [
  `${place}: "${name}": expected ${given(expected)}, got ${given(got)}${unknownRule(expected.rule, rules)}`,
  ...rules.map((trace) => `    ${trace.rule} (${trace.license}): ${traceText(trace)}`),
];

/** A case that names a rule that is not there is wrong, not the policy. */
const unknownRule = (expected: string | undefined, rules: PolicyCaseResult["rules"]): string => {
  const names = rules.map(({ rule }) => rule);
  if (expected === undefined || names.includes(expected)) return "";
  return `; there is no rule ${expected}${didYouMean(names, expected)}`;
};

const given = ({ license, rule }: { readonly license: string; readonly rule?: string }): string =>
  rule === undefined ? license : `${license} by ${rule}`;
