import { type Applied, type Decision, type EmployeeRecord, HISTORY_LENGTH, type Waiting } from "../employee-record.ts";
import { keyOfSeen, type SeenEvent } from "../facts/event-key.ts";
import type { Converged } from "./converge.ts";
import type { Desired } from "./desire.ts";
import { type Outcome, outcomeOf, passOutcome } from "./outcome.ts";
import { counts, type Folded, type Pass, versionIn } from "./pass.ts";

/** The record after a pass: what was applied and decided, or what it waits for. `at` is ISO 8601 UTC. */
export const confirmation = (pass: Pass, converged: Converged, at: string): EmployeeRecord => {
  const { waiting: _, ...record } = converged.record;
  const revision = record.revision + 1;
  if (converged.waiting !== undefined) {
    const recentEvents = recentAfter(record, pass, record.decisions);
    return { ...record, waiting: notBefore(at, converged.waiting), recentEvents, revision };
  }
  const { desired, accountId } = converged;
  const decisions = decisionsAfter(pass, converged, at);
  const { active, entitled } = desired;
  const applied = { active, entitled, state: record.state, at: isTrusted(converged) ? (record.applied?.at ?? at) : at };
  return {
    ...record,
    ...(accountId === undefined ? {} : { link: { ...record.link, accountId } }),
    applied: { ...applied, ...(accountId === undefined ? {} : shownBy(desired)) },
    decisions,
    recentEvents: recentAfter(record, pass, decisions),
    revision,
  };
};

const shownBy = (desired: Desired): Pick<Applied, "license" | "profile"> => ({
  ...(desired.license === undefined ? {} : { license: desired.license }),
  ...(desired.entitled && desired.profile !== undefined ? { profile: desired.profile } : {}),
});

/** Whoever wakes what is due looks at what came due since it last looked: nothing is written as due before that. */
const notBefore = (at: string, waiting: Waiting): Waiting => (waiting.until < at ? { ...waiting, until: at } : waiting);

/**
 * Whether the license is what an earlier pass set, and this one only believed it. Such a confirmation gets no younger:
 * else events that come each day would keep what somebody changed by hand.
 */
const isTrusted = ({ record, created, changedFor, accountId }: Converged): boolean =>
  accountId !== undefined && !created && changedFor !== record.state;

/**
 * The keys of what the record speaks of; and before them, as long as there is room, of what never had a decision: it
 * waits, or it waited until something newer overtook it.
 */
const recentAfter = (record: EmployeeRecord, { folded }: Pass, decisions: readonly Decision[]): readonly string[] => {
  const spoken = new Set([...decisions, ...stating(record)].map(keyOfSeen));
  const known = new Set([...record.recentEvents, ...folded.filter(counts).map((one) => keyOfSeen(seenIn(one)))]);
  const overtaken = [...known].filter((key) => !spoken.has(key));
  const room = HISTORY_LENGTH - decisions.length;
  return [...(room > 0 ? overtaken.slice(-room) : []), ...spoken];
};

/** The events behind the facts that the record holds. */
const stating = ({ role, employment, upcoming }: EmployeeRecord): readonly SeenEvent[] =>
  [role, employment, ...upcoming].filter((each) => each !== undefined);

/** A decision for each event of the pass, the newest last, and before them for what came due in it. */
const decisionsAfter = (pass: Pass, converged: Converged, at: string): readonly Decision[] => {
  const { record } = converged;
  const inOrder = pass.folded.filter(counts).toSorted((a, b) => (versionIn(a) < versionIn(b) ? -1 : 1));
  const decided = inOrder.flatMap((one) => decisionsOf(seenIn(one), outcomeOf(one, pass, converged), at));
  const known = new Set([...record.decisions, ...decided, ...pass.folded.map(seenIn)].map(keyOfSeen));
  const cameDue = [record.role, record.employment]
    .filter((each) => each !== undefined && !known.has(keyOfSeen(each)))
    .flatMap((each) => (each === undefined ? [] : decisionsOf(each, passOutcome(undefined, converged), at)));
  const made = [...new Map([...cameDue, ...decided].map((each) => [keyOfSeen(each), each])).values()];
  const keys = new Set(made.map(keyOfSeen));
  return [...record.decisions.filter((each) => !keys.has(keyOfSeen(each))), ...made].slice(-HISTORY_LENGTH);
};

const seenIn = ({ event: { id: eventId, source: eventSource, digest: eventDigest } }: Folded): SeenEvent => ({
  eventId,
  eventSource,
  eventDigest,
});

/** None for a duplicate, which has one, and for what has no effect now. */
const decisionsOf = (
  { eventId, eventSource, eventDigest }: SeenEvent,
  { outcome, from, license, rule = "" }: Outcome,
  at: string,
): readonly Decision[] => {
  if (outcome === "duplicate" || outcome === "waiting" || outcome === "cancelled") return [];
  const source = eventSource === undefined ? {} : { eventSource };
  const licenses = { ...(license === undefined ? {} : { license }), ...(from === undefined ? {} : { from }) };
  return [{ eventId, ...source, eventDigest, rule, ...licenses, outcome, at }];
};
