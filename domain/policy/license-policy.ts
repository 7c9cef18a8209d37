import type { License } from "../accounts/license.ts";
import type { AttributeValue } from "../facts/hr-event.ts";

/** The members of the facts that a rule may look at; `event` is the kind of the event that HR published last. */
export const POLICY_MEMBERS = ["event", "title", "department", "level", "employmentType", "location"] as const;
export type PolicyMember = (typeof POLICY_MEMBERS)[number];

/** A test of one member. Values compare as `comparable` has them; `glob` holds text with `*` for any run of
 * characters. */
export type Condition =
  | { readonly op: "equals"; readonly value: AttributeValue }
  | { readonly op: "glob"; readonly pattern: string }
  | { readonly op: "range"; readonly gte?: number; readonly lte?: number }
  | { readonly op: "anyOf"; readonly conditions: readonly Condition[] }
  | { readonly op: "not"; readonly condition: Condition };

/** All tests of a rule must hold. A member that the facts lack fails every test but `not`. */
export type PolicyTest = {
  readonly member: PolicyMember | `attributes.${string}`;
  readonly condition: Condition;
};

export type PolicyRule = { readonly name: string; readonly when: readonly PolicyTest[]; readonly license: License };

/**
 * What becomes of the account of somebody who left, or for whom the policy says `none`: the license that it gets, if any,
 * and whether it is deactivated.
 */
export type LeavePolicy = { readonly license?: License; readonly suspend: boolean };

/**
 * A compiled policy: rules in order, the first match wins, else the default. Made by config/compile-license-policy.ts.
 */
export type LicensePolicy = {
  readonly leave: LeavePolicy;
  /** Whether the directory can change email and name of an account. */
  readonly canRename: boolean;
  readonly rules: readonly PolicyRule[];
  readonly default: { readonly name: string; readonly license: License };
};

/** A policy with the stage that it was compiled for. `digest` is the SHA-256 of the compiled policy in hex. */
export type StagePolicy = { readonly stage: string; readonly digest: string; readonly policy: LicensePolicy };
