import type { Profile } from "../accounts/directory.ts";
import { type License, NO_LICENSE } from "../accounts/license.ts";
import type { EmployeeRecord } from "../employee-record.ts";
import type { ActiveFact } from "../facts/hr-event.ts";
import { ask } from "../policy/ask.ts";
import type { LicensePolicy } from "../policy/license-policy.ts";

/**
 * What the directory should hold for an employee, and the rule that says so. `entitled` says whether she is to have an
 * account: if not, one of hers has this license, if there is one to set, is `active` or not, and others may have it; she
 * gets none. `profile` is there if the directory can change one.
 */
export type Desired =
  | {
      readonly entitled: true;
      readonly license: License;
      readonly profile?: Profile;
      readonly active: true;
      readonly rule: string;
    }
  | { readonly entitled: false; readonly license?: License; readonly active: boolean; readonly rule: string };

/** The rule of those who left. No rule of a policy has this name. */
export const LEFT = "left";

/** Undefined as long as no fact counts. Total: never throws. */
export const desire = (
  { role, employment }: Pick<EmployeeRecord, "role" | "employment">,
  policy: LicensePolicy,
): Desired | undefined => {
  if (employment?.status === "left") return released(policy, LEFT);
  if (role === undefined) return undefined;
  const { license, rule } = ask(role.fact, policy);
  if (license === NO_LICENSE) return released(policy, rule);
  return {
    entitled: true,
    license,
    ...(policy.canRename ? { profile: profileOf(role.fact) } : {}),
    active: true,
    rule,
  };
};

const released = ({ leave: { license, suspend } }: LicensePolicy, rule: string): Desired => ({
  entitled: false,
  ...(license === undefined ? {} : { license }),
  active: !suspend,
  rule,
});

/** What an account is to show of somebody. */
export const profileOf = ({ email, displayName }: ActiveFact): Profile => ({
  email,
  ...(displayName === undefined ? {} : { displayName }),
});
