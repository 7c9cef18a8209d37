import type { License } from "../accounts/license.ts";
import type { AttributeValue, Fact } from "../facts/hr-event.ts";
import type { LicensePolicy, PolicyTest } from "../policy/license-policy.ts";
import { matches } from "../policy/matches.ts";

/** What the directory should hold for an employee, and the policy rule that says so. */
export type Desired = { readonly license: License; readonly rule: string };

/**
 * Asks the policy: the first rule whose tests all hold gives the license, else the policy's default. Total: never
 * throws.
 */
export const desire = (fact: Fact, { rules, default: otherwise }: LicensePolicy): Desired => {
  const rule = rules.find(({ when }) =>
    when.every(({ member, condition }) => matches(condition, memberOf(fact, member))),
  );
  const { license, name } = rule ?? otherwise;
  return { license, rule: name };
};

const ATTRIBUTES = "attributes.";

const memberOf = ({ kind, role }: Fact, member: PolicyTest["member"]): AttributeValue | undefined => {
  if (member === "event") return kind;
  if (!member.startsWith(ATTRIBUTES)) return role[member as "title"];
  const name = member.slice(ATTRIBUTES.length);
  return Object.hasOwn(role.attributes, name) ? role.attributes[name] : undefined;
};
