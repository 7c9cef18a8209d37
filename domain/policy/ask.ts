import type { License } from "../accounts/license.ts";
import type { ActiveFact, AttributeValue } from "../facts/hr-event.ts";
import type { LicensePolicy, PolicyRule, PolicyTest } from "./license-policy.ts";
import { matches } from "./matches.ts";

/** A license, and the name of the rule that gives it. */
export type Given = { readonly license: License; readonly rule: string };

/** Asks the policy: the first rule whose tests all hold gives the license, else the policy's default. */
export const ask = (fact: ActiveFact, { rules, default: otherwise }: LicensePolicy): Given => {
  const { license, name } = rules.find((rule) => failedTest(rule, fact) === undefined) ?? otherwise;
  return { license, rule: name };
};

/** The first test of a rule that does not hold, in the order of the file. Undefined if the rule matches. */
export const failedTest = ({ when }: PolicyRule, fact: ActiveFact): PolicyTest | undefined =>
  when.find(({ member, condition }) => !matches(condition, memberOf(fact, member)));

const ATTRIBUTES = "attributes.";

/** What HR said of a member that a rule tests. Undefined if it said nothing. */
export const memberOf = ({ kind, role }: ActiveFact, member: PolicyTest["member"]): AttributeValue | undefined => {
  if (member === "event") return kind;
  if (!member.startsWith(ATTRIBUTES)) return role[member as "title"];
  const name = member.slice(ATTRIBUTES.length);
  return Object.hasOwn(role.attributes, name) ? role.attributes[name] : undefined;
};
