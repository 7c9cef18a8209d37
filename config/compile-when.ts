import { POLICY_MEMBERS, type PolicyTest } from "../domain/policy/license-policy.ts";
import { attributeName } from "../events/schema.ts";
import { oneOf } from "./nearest.ts";
import { ConditionProblem, isMapping, parseCondition } from "./parse-condition.ts";
import type { Report } from "./yaml-file.ts";
import type { Path } from "./yaml-place.ts";

/** The tests of a rule, which messages call `label`: one for each member that `when` names. What is wrong is reported. */
export const compileWhen = (when: unknown, path: Path, label: string, report: Report): readonly PolicyTest[] => {
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
    report(path, `${label}: ${unknownMember(member)}`);
    return [];
  }
  try {
    return [{ member, condition: parseCondition(member, value, path) }];
  } catch (error) {
    if (!(error instanceof ConditionProblem)) throw error;
    report(error.path, `${label}: ${error.message}`);
    return [];
  }
};

const unknownMember = (member: string): string =>
  member.startsWith(ATTRIBUTES)
    ? `no event can have ${member}: expected a name of letters, digits, \`_\`, \`.\` and \`-\``
    : `unknown member ${member}: expected ${oneOf([...POLICY_MEMBERS, "attributes"], member)}`;

const ATTRIBUTES = "attributes.";

const isPolicyMember = (member: string): member is PolicyTest["member"] =>
  POLICY_MEMBERS.some((known) => known === member) ||
  (member.startsWith(ATTRIBUTES) && attributeName.safeParse(member.slice(ATTRIBUTES.length)).success);
