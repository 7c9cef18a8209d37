import { type Applied, type Decision, type EmployeeRecord, HISTORY_LENGTH, type Waiting } from "../employee-record.ts";
import { keyOfSeen, type SeenEvent, seenEvent } from "../facts/event-key.ts";
import type { Converged } from "./converge.ts";
import { decisionsAfter } from "./decisions.ts";
import type { Desired } from "./desire.ts";
import { counts, type Pass } from "./pass.ts";

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
  const known = new Set([
    ...record.recentEvents,
    ...folded.filter(counts).map((one) => keyOfSeen(seenEvent(one.event))),
  ]);
  const overtaken = [...known].filter((key) => !spoken.has(key));
  const room = HISTORY_LENGTH - decisions.length;
  return [...(room > 0 ? overtaken.slice(-room) : []), ...spoken];
};

/** The events behind the facts that the record holds. */
const stating = ({ role, employment, upcoming }: EmployeeRecord): readonly SeenEvent[] =>
  [role, employment, ...upcoming].filter((each) => each !== undefined);
