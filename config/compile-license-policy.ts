import { type License, NO_LICENSE } from "../domain/accounts/license.ts";
import type { LicensePolicy, PolicyRule } from "../domain/policy/license-policy.ts";
import { LEFT } from "../domain/reconcile/desire.ts";
import { compileWhen } from "./compile-when.ts";
import { oneOf } from "./nearest.ts";
import { isMapping } from "./parse-condition.ts";
import { coveredBy, impossibleTest } from "./unreachable-rules.ts";
import { type Report, readYaml } from "./yaml-file.ts";
import type { Path } from "./yaml-place.ts";

/** Where problems go, and the names that a rule may give: any if undefined. */
type Checks = { readonly report: Report; readonly licenses: readonly string[] | undefined };

/** Has one line for each problem: file, line, rule and what to do. */
export class LicensePolicyError extends Error {
  override readonly name = "LicensePolicyError";
}

/** What a policy file says. The rest is what the stage and its directory say. */
export type LicenseRules = Omit<LicensePolicy, "leave" | "canRename">;

/** Messages begin with `fileName`. `licenses` are the directory's; without them every name passes. */
type PolicyOf = { readonly fileName: string; readonly licenses?: readonly string[] | undefined };

/**
 * Compiles a policy's rules from their YAML, so that nothing is left to check at run time. A rule may give one of the
 * directory's licenses, or `none`. @throws LicensePolicyError that lists every problem
 */
export const compileLicensePolicy = (text: string, { fileName, licenses }: PolicyOf): LicenseRules => {
  const { source, report, stopIfAny } = readYaml(text, {
    fileName,
    holds: "rules and default",
    failWith: (message) => new LicensePolicyError(message),
  });
  const policy = compile(source, { report, licenses: licenses && [...licenses, NO_LICENSE] });
  stopIfAny();
  // Last, because a rule with a problem may lack the very test that makes it differ from an earlier one.
  refuseUnreachable(policy.rules, report);
  stopIfAny();
  return policy;
};

const compile = (source: unknown, checks: Checks): LicenseRules => {
  const { report } = checks;
  const members = isMapping(source) ? source : {};
  refuseUnknown(members, ["rules", "default"], [], "the policy", report);
  const entries = Array.isArray(members["rules"]) ? members["rules"] : [];
  if (!Array.isArray(members["rules"])) report([], "the policy needs `rules`, a list");
  const rules = entries.map((entry, index) => compileRule(entry, ["rules", index], checks));
  const otherwise = compileDefault(members["default"], checks);
  refuseTakenNames([...rules.map(({ name }) => name), otherwise.name], report);
  return { rules, default: otherwise };
};

const compileRule = (entry: unknown, path: Path, checks: Checks): PolicyRule => {
  const { report } = checks;
  const rule = isMapping(entry) ? entry : {};
  const name = compileName(rule["name"], path, `rule ${Number(path[1]) + 1}`, report);
  const label = `rule "${name}"`;
  refuseUnknown(rule, ["name", "when", "license"], path, label, report);
  const license = compileLicense(rule["license"], [...path, "license"], label, checks);
  return { name, when: compileWhen(rule["when"], [...path, "when"], label, report), license };
};

const compileDefault = (entry: unknown, checks: Checks): LicensePolicy["default"] => {
  const { report } = checks;
  const members = isMapping(entry) ? entry : {};
  refuseUnknown(members, ["name", "license"], ["default"], "the default", report);
  return {
    name: compileName(members["name"], ["default"], "the default", report),
    license: compileLicense(members["license"], ["default", "license"], "the default", checks),
  };
};

const compileName = (name: unknown, path: Path, label: string, report: Report): string => {
  if (typeof name === "string" && name.trim() !== "") return name.trim();
  report(path, `${label} needs a \`name\`, a text`);
  return label;
};

const compileLicense = (license: unknown, path: Path, label: string, { report, licenses }: Checks): License => {
  if (typeof license === "string" && (licenses ?? [license]).includes(license)) return license;
  report(path, `${label} needs a \`license\`: ${licenses === undefined ? "a name" : oneOf(licenses, license)}`);
  return NO_LICENSE;
};

const refuseUnknown = (
  members: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: Path,
  label: string,
  report: Report,
): void => {
  for (const member of Object.keys(members)) {
    if (!known.includes(member))
      report([...path, member], `${label}: unknown member ${member}: expected ${oneOf(known, member)}`);
  }
};

const refuseTakenNames = (names: readonly string[], report: Report): void => {
  names.forEach((name, index) => {
    if (name === LEFT) report(["rules", index], `the name "${LEFT}" is for employees who left; use another`);
    if (names.indexOf(name) < index) report(["rules", index], `the name "${name}" is used twice; rename one`);
  });
};

const refuseUnreachable = (rules: readonly PolicyRule[], report: Report): void => {
  rules.forEach((rule, index) => {
    const reason = unreachableBecause(rule, rules.slice(0, index));
    if (reason !== undefined) report(["rules", index], `rule "${rule.name}" ${reason}`);
  });
};

const unreachableBecause = (rule: PolicyRule, earlier: readonly PolicyRule[]): string | undefined => {
  const test = impossibleTest(rule);
  if (test !== undefined) return `can never match: no ${test.member} that HR can send meets its condition`;
  const [first, ...others] = coveredBy(rule, earlier) ?? [];
  if (first === undefined) return undefined;
  if (others.length === 0) return `is unreachable: "${first.name}" above it matches all that it matches`;
  const names = [first, ...others].map(({ name }) => `"${name}"`).join(", ");
  return `is unreachable: ${names} above it together match all that it matches`;
};
