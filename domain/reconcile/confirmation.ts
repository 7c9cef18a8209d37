import type { Decision, EmployeeRecord } from "../employee-record.ts";
import { keyOfSeen } from "../facts/event-key.ts";
import { HISTORY_LENGTH } from "../facts/fold.ts";
import { versionOf } from "../facts/version.ts";
import type { Converged } from "./converge.ts";
import { outcomeOf } from "./outcome.ts";
import type { Folded, Pass } from "./pass.ts";

/** The record after a pass: what was applied, and a decision for each event, the newest last. `at` is ISO 8601 UTC. */
export const confirmation = (pass: Pass, converged: Converged, at: string): EmployeeRecord => {
  const { record, desired, accountId } = converged;
  const inOrder = pass.folded.toSorted((a, b) => (versionOf(a.event) < versionOf(b.event) ? -1 : 1));
  const decided = inOrder.flatMap((one) => decisionsOf(one, pass, converged, at));
  const keys = new Set(decided.map(keyOfSeen));
  const others = record.decisions.filter((each) => !keys.has(keyOfSeen(each)));
  const decisions = [...others, ...decided].slice(-HISTORY_LENGTH);
  return {
    ...record,
    link: { ...record.link, accountId },
    applied: { license: desired.license, version: record.current.version },
    decisions,
    recentEvents: [...new Set([...decisions, record.current].map(keyOfSeen))],
    revision: record.revision + 1,
  };
};

/** None for a duplicate, which has one. */
const decisionsOf = (one: Folded, pass: Pass, converged: Converged, at: string): readonly Decision[] => {
  const { outcome, from, license, rule } = outcomeOf(one, pass, converged);
  if (outcome === "duplicate") return [];
  const { id: eventId, source: eventSource, digest: eventDigest } = one.event;
  return [{ eventId, eventSource, eventDigest, rule, license, ...(from === undefined ? {} : { from }), outcome, at }];
};
