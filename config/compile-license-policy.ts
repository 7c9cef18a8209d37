import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { LICENSES, type License } from "../domain/accounts/license.ts";
import {
  type LicensePolicy,
  POLICY_MEMBERS,
  type PolicyRule,
  type PolicyTest,
} from "../domain/policy/license-policy.ts";
import { LEFT } from "../domain/reconcile/desire.ts";
import { ambiguousNumbers } from "./ambiguous-numbers.ts";
import { ConditionProblem, isMapping, parseCondition } from "./parse-condition.ts";
import { shadowedBy } from "./shadowed-by.ts";

type Path = readonly (string | number)[];
type Report = (path: Path, reason: string) => void;

/** Has one line for each problem: file, line, rule and what to do. */
export class LicensePolicyError extends Error {
  override readonly name = "LicensePolicyError";
}

/** What a policy file says. What becomes of leavers is a setting of the stage. */
export type LicenseRules = Omit<LicensePolicy, "leave">;

/**
 * Compiles a policy's rules from their YAML, so that nothing is left to check at run time. Messages begin with
 * `fileName`. @throws LicensePolicyError that lists every problem
 */
export const compileLicensePolicy = (text: string, fileName: string): LicenseRules => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems = document.errors.map(({ message }) => `${fileName}: ${message.split("\n")[0]}`);
  if (problems.length > 0) throw new LicensePolicyError(problems.join("\n"));

  const lineOf = (path: Path): number => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  };
  const report: Report = (path, reason) => problems.push(`${fileName}:${lineOf(path)}: ${reason}`);
  for (const { written, compared, offset } of ambiguousNumbers(document)) {
    const reason = `${written} is the number ${compared}: write that, or put it in quotes if it is text`;
    problems.push(`${fileName}:${lines.linePos(offset).line}: ${reason}`);
  }
  const policy = compile(toPlain(document, fileName), report);
  // Last, because a rule with a problem may lack the very test that makes it differ from an earlier one.
  if (problems.length === 0) refuseUnreachable(policy.rules, report);
  if (problems.length > 0) throw new LicensePolicyError(problems.join("\n"));
  return policy;
};

/** The number of aliases is limited, so that a file that expands without end is refused. */
const toPlain = (document: Document, fileName: string): unknown => {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new LicensePolicyError(`${fileName}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const compile = (source: unknown, report: Report): LicenseRules => {
  const members = isMapping(source) ? source : {};
  refuseUnknown(members, ["rules", "default"], [], "the policy", report);
  const entries = Array.isArray(members["rules"]) ? members["rules"] : [];
  if (!Array.isArray(members["rules"])) report([], "the policy needs `rules`, a list");
  const rules = entries.map((entry, index) => compileRule(entry, ["rules", index], report));
  const otherwise = compileDefault(members["default"], report);
  refuseTakenNames([...rules.map(({ name }) => name), otherwise.name], report);
  return { rules, default: otherwise };
};

const compileRule = (entry: unknown, path: Path, report: Report): PolicyRule => {
  const rule = isMapping(entry) ? entry : {};
  const name = compileName(rule["name"], path, `rule ${Number(path[1]) + 1}`, report);
  const label = `rule "${name}"`;
  refuseUnknown(rule, ["name", "when", "license"], path, label, report);
  const license = compileLicense(rule["license"], [...path, "license"], label, report);
  return { name, when: compileWhen(rule["when"], [...path, "when"], label, report), license };
};

const compileDefault = (entry: unknown, report: Report): LicensePolicy["default"] => {
  const members = isMapping(entry) ? entry : {};
  refuseUnknown(members, ["name", "license"], ["default"], "the default", report);
  return {
    name: compileName(members["name"], ["default"], "the default", report),
    license: compileLicense(members["license"], ["default", "license"], "the default", report),
  };
};

const compileName = (name: unknown, path: Path, label: string, report: Report): string => {
  if (typeof name === "string" && name.trim() !== "") return name.trim();
  report(path, `${label} needs a \`name\`, a text`);
  return label;
};

const compileLicense = (license: unknown, path: Path, label: string, report: Report): License => {
  const known = LICENSES.find((name) => name === license);
  if (known === undefined) report(path, `${label} needs a \`license\`: one of ${LICENSES.join(", ")}`);
  return known ?? "Basic";
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
