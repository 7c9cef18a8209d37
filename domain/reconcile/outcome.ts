import type { License } from "../accounts/license.ts";
import type { DecisionOutcome } from "../employee-record.ts";
import { versionOf } from "../facts/version.ts";
import type { Converged } from "./converge.ts";
import type { Desired } from "./desire.ts";
import { type Folded, isConfirmed, type Pass } from "./pass.ts";

/**
 * What an event came to. `from` is the license before, if it is known and was another; `licenseChanged` says whether the directory was asked
 * to set a license for this event.
 */
export type Outcome = Desired & {
  readonly outcome: DecisionOutcome | "duplicate";
  readonly from?: License;
  readonly licenseChanged: boolean;
};

/** What one event of a pass came to, given how the pass ended. */
export const outcomeOf = (one: Folded, pass: Pass, converged: Converged): Outcome => {
  const { record, desired, before, changed } = converged;
  const licenseChanged = one === pass.newest && changed === record.current.version;
  const from = licenseChanged && before !== desired.license ? before : undefined;
  const outcome = one === pass.newest ? newestOutcome(one, converged) : overtakenOutcome(one);
  return { outcome, ...desired, ...(from === undefined ? {} : { from }), licenseChanged };
};

const newestOutcome = ({ verdict, event }: Folded, { record, created, changed }: Converged): Outcome["outcome"] => {
  if (created) return "created";
  if (verdict === "stale" || versionOf(event) !== record.current.version) return "stale";
  if (changed !== undefined) return "updated";
  return verdict === "duplicate" ? "duplicate" : "unchanged";
};

const overtakenOutcome = ({ verdict }: Folded): Outcome["outcome"] => (verdict === "duplicate" ? "duplicate" : "stale");

/** The outcome of an event that was applied already, whatever becomes of its pass; undefined if it was not. */
export const confirmedOutcome = (one: Folded): Outcome | undefined => {
  const { applied, decisions, current } = one.record;
  if (applied === undefined || !isConfirmed(one)) return undefined;
  const rule = decisions.find(({ eventId }) => eventId === current.eventId)?.rule ?? "";
  return { outcome: "duplicate", license: applied.license, rule, licenseChanged: false };
};
