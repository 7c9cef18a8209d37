import type { EmployeeFacts } from "../employee-record.ts";
import { type AttributeValue, HIRED } from "../facts/hr-event.ts";
import type { DecideLicense, LicensePolicy, PolicyTest } from "./license-policy.ts";
import { matches } from "./matches.ts";

/** A compiled policy as a function: the first rule whose tests all hold gives the license, else the policy's default. */
export const licensePolicy =
  ({ rules, default: otherwise }: LicensePolicy): DecideLicense =>
  (facts) => {
    const rule = rules.find(({ when }) =>
      when.every(({ member, condition }) => matches(condition, memberOf(facts, member))),
    );
    const { license, name } = rule ?? otherwise;
    return { license, rule: name };
  };

const ATTRIBUTES = "attributes.";

const memberOf = ({ event, role }: EmployeeFacts, member: PolicyTest["member"]): AttributeValue | undefined => {
  if (member === "event") return event === HIRED ? "hired" : "role-changed";
  if (!member.startsWith(ATTRIBUTES)) return role[member as "title"];
  const name = member.slice(ATTRIBUTES.length);
  return Object.hasOwn(role.attributes, name) ? role.attributes[name] : undefined;
};
