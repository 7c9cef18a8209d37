import { type Decision, type EmployeeRecord, HISTORY_LENGTH } from "../employee-record.ts";
import { keyOfSeen, type SeenEvent, seenEvent } from "../facts/event-key.ts";
import type { Converged } from "./converge.ts";
import { type Outcome, outcomeOf, passOutcome } from "./outcome.ts";
import { counts, type Pass, versionIn } from "./pass.ts";

/**
 * The decisions after a pass: one more for each event of it, the newest last, and before them for what came due in it. An
 * event that comes again after newer ones keeps the one that it had: that it was overtaken says nothing of what it did.
 */
export const decisionsAfter = (pass: Pass, converged: Converged, at: string): readonly Decision[] => {
  const { decisions } = converged.record;
  const earlier = keysOf(decisions);
  const decided = pass.folded
    .filter(counts)
    .toSorted((a, b) => (versionIn(a) < versionIn(b) ? -1 : 1))
    .flatMap((one) => decisionsOf(seenEvent(one.event), outcomeOf(one, pass, converged), at))
    .filter((each) => each.outcome !== "stale" || !earlier.has(keyOfSeen(each)));
  const known = new Set([...earlier, ...keysOf(decided), ...keysOf(pass.folded.map(({ event }) => seenEvent(event)))]);
  const due = cameDue(pass, converged.record).filter((each) => !known.has(keyOfSeen(each)));
  const ofDue = due.flatMap((each) => decisionsOf(each, passOutcome(undefined, converged), at));
  const made = [...new Map([...ofDue, ...decided].map((each) => [keyOfSeen(each), each])).values()];
  const keys = keysOf(made);
  const kept = decisions.filter((each) => !keys.has(keyOfSeen(each)));
  return [...kept, ...made, ...byPolicy(made, kept, converged, at)].slice(-HISTORY_LENGTH);
};

const keysOf = (seen: readonly SeenEvent[]): ReadonlySet<string> => new Set(seen.map(keyOfSeen));

/** The events behind role and employment, the newer one last. */
const stating = ({ role, employment }: EmployeeRecord) =>
  [role, employment].filter((each) => each !== undefined).toSorted((a, b) => (a.version < b.version ? -1 : 1));

/**
 * The events that count since the last confirmation and are none of the pass: each was a step of the state. What was
 * confirmed before had its decision, also if newer ones have pushed that out.
 */
const cameDue = ({ folded }: Pass, record: EmployeeRecord): readonly SeenEvent[] => {
  const reached = record.state - (record.applied?.state ?? 0);
  const own = folded.filter(({ verdict }) => verdict === "newer").length;
  return reached > own
    ? [...new Map(stating(record).map((each) => [keyOfSeen(each), each])).values()].slice(own - reached)
    : [];
};

/**
 * Another license, or another rule for the same one, that no event brought, as when an operator rolls a policy out: it is
 * one more decision on what HR said last.
 */
const byPolicy = (
  made: readonly Decision[],
  kept: readonly Decision[],
  converged: Converged,
  at: string,
): readonly Decision[] => {
  const [newest] = stating(converged.record).slice(-1);
  const last = kept.findLast(saysWhatHolds);
  if (newest === undefined || last === undefined || made.some(saysWhatHolds)) return [];
  const outcome = passOutcome(undefined, converged);
  if (last.rule === outcome.rule && last.license === outcome.license) return [];
  const isSame = last.license === outcome.license && outcome.outcome === "updated";
  return decisionsOf(newest, isSame ? { ...outcome, outcome: "unchanged" } : outcome, at);
};

const saysWhatHolds = ({ outcome }: Decision): boolean => outcome !== "stale" && outcome !== "refused";

/** None for a duplicate, which has one, and for what has no effect now. */
const decisionsOf = (
  { eventId, eventSource, eventDigest, messageId }: SeenEvent,
  { outcome, from, license, rule = "" }: Outcome,
  at: string,
): readonly Decision[] => {
  if (outcome === "duplicate" || outcome === "waiting" || outcome === "cancelled") return [];
  const source = eventSource === undefined ? {} : { eventSource };
  const message = messageId === undefined ? {} : { messageId };
  const licenses = { ...(license === undefined ? {} : { license }), ...(from === undefined ? {} : { from }) };
  return [{ eventId, ...source, eventDigest, ...message, rule, ...licenses, outcome, at }];
};
