import type { License } from "../accounts/license.ts";
import type { EmployeeRecord } from "../employee-record.ts";
import type { ActiveFact, AttributeValue } from "../facts/hr-event.ts";
import type { LicensePolicy, PolicyTest } from "../policy/license-policy.ts";
import { matches } from "../policy/matches.ts";

/**
 * What the directory should hold for an employee, and the rule that says so. `entitled` says whether she is to have an
 * account: if not, one of hers has this license, is `active` or not, and others may have it; she gets none.
 */
export type Desired = {
  readonly entitled: boolean;
  readonly license: License;
  readonly active: boolean;
  readonly rule: string;
};

/** The rule of those who left. No rule of a policy has this name. */
export const LEFT = "left";

/** Undefined as long as no fact counts. Total: never throws. */
export const desire = ({ role, employment }: EmployeeRecord, policy: LicensePolicy): Desired | undefined => {
  if (employment?.status === "left") {
    const { license, suspend } = policy.leave;
    return { entitled: false, license, active: !suspend, rule: LEFT };
  }
  return role === undefined ? undefined : { entitled: true, active: true, ...ask(role.fact, policy) };
};

/** Asks the policy: the first rule whose tests all hold gives the license, else the policy's default. */
const ask = (fact: ActiveFact, { rules, default: otherwise }: LicensePolicy): Pick<Desired, "license" | "rule"> => {
  const rule = rules.find(({ when }) =>
    when.every(({ member, condition }) => matches(condition, memberOf(fact, member))),
  );
  const { license, name } = rule ?? otherwise;
  return { license, rule: name };
};

const ATTRIBUTES = "attributes.";

const memberOf = ({ kind, role }: ActiveFact, member: PolicyTest["member"]): AttributeValue | undefined => {
  if (member === "event") return kind;
  if (!member.startsWith(ATTRIBUTES)) return role[member as "title"];
  const name = member.slice(ATTRIBUTES.length);
  return Object.hasOwn(role.attributes, name) ? role.attributes[name] : undefined;
};
