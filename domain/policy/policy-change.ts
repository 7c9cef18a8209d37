import { type License, NO_LICENSE } from "../accounts/license.ts";
import type { EmployeeRecord } from "../employee-record.ts";
import { applyDue } from "../facts/apply-fact.ts";
import { type Desired, desire } from "../reconcile/desire.ts";
import type { LicensePolicy } from "./license-policy.ts";

/** What two policies say of the same facts: the license, `none` for no account, and the rule that gives it. */
export type PolicyChange = {
  readonly employeeId: string;
  readonly from: License;
  readonly to: License;
  readonly ruleBefore: string;
  readonly ruleAfter: string;
};

/** The policy of today, and the one in its place. Both are compiled for the same stage. */
export type PolicyPair = { readonly before: LicensePolicy; readonly after: LicensePolicy };

/**
 * What two policies say of an employee's facts at `now`: those that count, and upcoming ones whose moment has come.
 * `later` says whether an upcoming fact would be given another license once it counts. Undefined if no policy is asked:
 * no fact counts yet, or she left, and what becomes of her account is said by the stage, not by its policy.
 */
export const comparePolicies = (
  stored: EmployeeRecord,
  pair: PolicyPair,
  now: Date,
): (PolicyChange & { readonly later: boolean }) | undefined => {
  const change = changeOf(applyDue(stored, now), pair);
  if (change === undefined) return undefined;
  return { ...change, later: stored.upcoming.some(({ fact }) => isChangedAt(stored, pair, fact.effectiveAt, now)) };
};

/** Whether the license is another one. The same license by another rule is no change. */
export const isChanged = ({ from, to }: PolicyChange): boolean => from !== to;

const isChangedAt = (stored: EmployeeRecord, pair: PolicyPair, at: string, now: Date): boolean => {
  if (at <= now.toISOString()) return false;
  const change = changeOf(applyDue(stored, new Date(at)), pair);
  return change !== undefined && isChanged(change);
};

const changeOf = (record: EmployeeRecord, { before, after }: PolicyPair): PolicyChange | undefined => {
  const [old, next] = [desire(record, before), desire(record, after)];
  if (old === undefined || next === undefined || record.employment?.status === "left") return undefined;
  const { employeeId } = record;
  return { employeeId, from: seatOf(old), to: seatOf(next), ruleBefore: old.rule, ruleAfter: next.rule };
};

const seatOf = (desired: Desired): License => (desired.entitled ? desired.license : NO_LICENSE);
