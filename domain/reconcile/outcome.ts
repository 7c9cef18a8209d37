import type { License } from "../accounts/license.ts";
import type { DecisionOutcome } from "../employee-record.ts";
import { isSame, keyOf } from "../facts/event-key.ts";
import type { LicensePolicy } from "../policy/license-policy.ts";
import type { Converged } from "./converge.ts";
import { type Desired, desire } from "./desire.ts";
import { type Folded, isConfirmed, type Pass } from "./pass.ts";

/**
 * What an event came to. `from` is the license before, if it is known and was another; `licenseChanged` says whether
 * the directory was asked to set a license for this event; `steps` are the sentences of what was done.
 */
export type Outcome = Desired & {
  readonly outcome: DecisionOutcome | "duplicate";
  readonly from?: License;
  readonly licenseChanged: boolean;
  readonly steps: readonly string[];
};

/** What one event of a pass came to, given how the pass ended. What was done counts for the newest. */
export const outcomeOf = (one: Folded, pass: Pass, converged: Converged): Outcome => {
  const { record, desired, before, changedFor, steps } = converged;
  if (one !== pass.newest)
    return { outcome: overtakenOutcome(one, pass), ...desired, licenseChanged: false, steps: [] };
  const licenseChanged = changedFor === record.current.version;
  const from = licenseChanged && before !== desired.license ? before : undefined;
  const done = { ...desired, ...(from === undefined ? {} : { from }), licenseChanged, steps };
  return { outcome: newestOutcome(one, converged), ...done };
};

const newestOutcome = ({ verdict, event }: Folded, { record, created, changedFor }: Converged): Outcome["outcome"] => {
  if (created) return "created";
  if (verdict === "stale" || !isSame(record.current, event)) return "stale";
  if (changedFor !== undefined) return "updated";
  return verdict === "duplicate" ? "duplicate" : "unchanged";
};

/**
 * A duplicate has its decision already, or beside it in the pass; one whose first delivery died has none, and is stale.
 */
const overtakenOutcome = (one: Folded, { folded }: Pass): Outcome["outcome"] => {
  const key = keyOf(one.event);
  const isRepeated = folded.findIndex(({ event }) => keyOf(event) === key) < folded.indexOf(one);
  const isDecided = one.record.decisions.some((decision) => isSame(decision, one.event));
  return one.verdict === "duplicate" && (isRepeated || isDecided) ? "duplicate" : "stale";
};

/**
 * The outcome of an event that was applied already as the policy says, whatever becomes of its pass; undefined if it
 * was not.
 */
export const confirmedOutcome = (one: Folded, policy: LicensePolicy): Outcome | undefined => {
  const desired = desire(one.record.current.fact, policy);
  if (!isConfirmed(one) || one.record.applied?.license !== desired.license) return undefined;
  return { outcome: "duplicate", ...desired, licenseChanged: false, steps: [] };
};
