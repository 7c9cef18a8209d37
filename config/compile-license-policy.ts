import { type License, NO_LICENSE } from "../domain/accounts/license.ts";
import {
  type LicensePolicy,
  POLICY_MEMBERS,
  type PolicyRule,
  type PolicyTest,
} from "../domain/policy/license-policy.ts";
import { LEFT } from "../domain/reconcile/desire.ts";
import { oneOf } from "./nearest.ts";
import { ConditionProblem, isMapping, parseCondition } from "./parse-condition.ts";
import { shadowedBy } from "./shadowed-by.ts";
import { type Path, type Report, readYaml } from "./yaml-file.ts";

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
  const { source, report, stopIfAny } = readYaml(text, fileName, (message) => new LicensePolicyError(message));
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

const compileWhen = (when: unknown, path: Path, label: string, report: Report): readonly PolicyTest[] => {
  if (!isMapping(when) || Object.keys(when).length === 0) {
    report(path, `${label} needs a \`when\` that tests something; what holds for everybody else is the \`default\``);
    return [];
  }
  return Object.entries(when).flatMap(([member, value]) =>
    member === "attributes"
      ? compileAttributes(value, [...path, member], label, report)
      : compileTest(member, value, [...path, member], label, report),
  );
};

const compileAttributes = (attributes: unknown, path: Path, label: string, report: Report): readonly PolicyTest[] => {
  if (!isMapping(attributes) || Object.keys(attributes).length === 0) {
    report(path, `${label}: attributes needs at least one name with its condition`);
    return [];
  }
  return Object.entries(attributes).flatMap(([name, value]) =>
    compileTest(`attributes.${name}`, value, [...path, name], label, report),
  );
};

const compileTest = (
  member: string,
  value: unknown,
  path: Path,
  label: string,
  report: Report,
): readonly PolicyTest[] => {
  if (!isPolicyMember(member)) {
    report(path, `${label}: unknown member ${member}; use ${POLICY_MEMBERS.join(", ")} or attributes`);
    return [];
  }
  try {
    return [{ member, condition: parseCondition(member, value) }];
  } catch (error) {
    if (!(error instanceof ConditionProblem)) throw error;
    report(path, `${label}: ${error.message}`);
    return [];
  }
};

const isPolicyMember = (member: string): member is PolicyTest["member"] =>
  POLICY_MEMBERS.some((known) => known === member) || member.startsWith("attributes.");

const refuseUnknown = (
  members: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: Path,
  label: string,
  report: Report,
): void => {
  for (const member of Object.keys(members)) {
    if (!known.includes(member))
      report([...path, member], `${label}: unknown member ${member}; use ${known.join(", ")}`);
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
    const shadow = shadowedBy(rule, rules.slice(0, index));
    if (shadow === undefined) return;
    report(
      ["rules", index],
      `rule "${rule.name}" is unreachable: "${shadow.name}" above it matches all that it matches`,
    );
  });
};
