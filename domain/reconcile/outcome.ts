import type { License } from "../accounts/license.ts";
import type { DecisionOutcome, WaitReason } from "../employee-record.ts";
import { isSame, keyOf } from "../facts/event-key.ts";
import type { LicensePolicy } from "../policy/license-policy.ts";
import type { Converged } from "./converge.ts";
import { type Desired, desire } from "./desire.ts";
import { counts, type Folded, isConfirmed, type Pass } from "./pass.ts";

/**
 * What an event came to. `license` and `rule` are what is desired once it counts; `from` is the license before, if it is
 * known and was another; `licenseChanged` says whether the directory was asked to set a license for this event; `steps`
 * are the sentences of what was done. What is `waiting` says why, and until when (ISO 8601 UTC).
 */
export type Outcome = {
  readonly outcome: DecisionOutcome | "duplicate" | "waiting" | "cancelled";
  readonly license?: License;
  readonly rule?: string;
  readonly from?: License;
  readonly because?: WaitReason | "NotYetEffective";
  readonly until?: string;
  readonly licenseChanged: boolean;
  readonly steps: readonly string[];
};

const NOTHING_DONE = { licenseChanged: false, steps: [] } as const;

/** What one event of a pass came to, given how the pass ended. What was done counts for the newest. */
export const outcomeOf = (one: Folded, pass: Pass, converged: Converged): Outcome => {
  if (!counts(one)) return heldBack(one);
  const { desired } = converged;
  if (one === pass.newest) return passOutcome(one, converged);
  return { outcome: overtakenOutcome(one, pass), ...licenseIn(desired), rule: desired.rule, ...NOTHING_DONE };
};

const licenseIn = ({ license }: Desired) => (license === undefined ? {} : { license });

/** What a pass came to, for its newest event, or for the resync that asked for it. */
export const passOutcome = (newest: Folded | undefined, converged: Converged): Outcome => {
  const { record, desired, before, changedFor, accountId, waiting, steps } = converged;
  const licenseChanged = changedFor === record.state;
  if (waiting !== undefined) {
    const { because, until } = waiting;
    return { outcome: "waiting", because, until, licenseChanged, steps };
  }
  const license = accountId === undefined ? {} : licenseIn(desired);
  const from = licenseChanged && before !== undefined && before !== desired.license ? { from: before } : {};
  return { outcome: doneIn(newest, converged), ...license, rule: desired.rule, ...from, licenseChanged, steps };
};

/** What a resync in a pass of events came to: what was done counts for the newest of them, if one counts. */
export const resyncOutcome = ({ newest }: Pass, converged: Converged): Outcome => {
  if (newest === undefined) return passOutcome(undefined, converged);
  const { outcome, from: _, ...others } = passOutcome(undefined, converged);
  return { ...others, outcome: outcome === "waiting" ? outcome : "unchanged", ...NOTHING_DONE };
};

const doneIn = (newest: Folded | undefined, converged: Converged): Outcome["outcome"] => {
  const { record, desired, created, reactivated, renamed, changedFor, seen } = converged;
  if (created) return "created";
  if (newest !== undefined && (newest.verdict === "stale" || !isCounting(newest, record))) return "stale";
  if (!desired.entitled && seen.held !== undefined) return "released";
  if (reactivated) return "reactivated";
  if (changedFor !== undefined || renamed) return "updated";
  return newest !== undefined && isConfirmed(newest) ? "duplicate" : "unchanged";
};

const isCounting = ({ event }: Folded, { role, employment }: Converged["record"]): boolean =>
  "fact" in event && [role, employment].some((each) => each !== undefined && isSame(each, event));

/** What has no effect now: its day has not come, or it was taken back. */
export const heldBack = ({ verdict, event, record }: Folded): Outcome => {
  if (verdict === "cancelled" || !("fact" in event)) return { outcome: "cancelled", ...NOTHING_DONE };
  const until = record.upcoming.find((each) => isSame(each, event))?.fact.effectiveAt ?? event.fact.effectiveAt;
  return { outcome: "waiting", because: "NotYetEffective", until, ...NOTHING_DONE };
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
 * The outcome of an event that was applied already as the policy says, or that has no effect yet, whatever becomes of
 * its pass; undefined if it needs the pass.
 */
export const settledOutcome = (one: Folded, policy: LicensePolicy): Outcome | undefined => {
  if (!counts(one)) return heldBack(one);
  const desired = desire(one.record, policy);
  const { applied } = one.record;
  const isApplied = (["license", "active", "entitled"] as const).every((each) => applied?.[each] === desired?.[each]);
  if (!isConfirmed(one) || !isApplied) return undefined;
  const known = desired === undefined ? {} : { ...licenseIn(desired), rule: desired.rule };
  return { outcome: "duplicate", ...known, ...NOTHING_DONE };
};
