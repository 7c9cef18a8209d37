import { checkEnd } from "./check-end.ts";
import { isCancellation, isNamed, isNewer, momentOf, sourceOf } from "./last-word.ts";
import { bodyOf, NAME, type SentEvent } from "./simulation/history.ts";
import { resyncedIn } from "./simulation/resyncs.ts";
import type { Named, Observation, Trace } from "./simulation/trace.ts";
import { violation } from "./violation.ts";

const MAX_BATCH = 20;

/**
 * Checks a history against the events sent and the observations made. It uses no code under test. Returns a sentence
 * for each violation.
 */
export const checkHistory = (trace: Trace): readonly string[] => [
  ...trace.observations.flatMap((observation) => checkObservation(observation, trace.sent)),
  ...checkEnd(trace.sent, trace.end, { observations: trace.observations }),
  ...checkPrivacy(trace),
];

const checkObservation = (observation: Observation, sent: readonly SentEvent[]): readonly string[] => {
  if (observation.saw === "batch") {
    const { userIds } = observation;
    const fits = userIds.length > 0 && userIds.length <= MAX_BATCH && new Set(userIds).size === userIds.length;
    return violation(!fits, `BatchUpdateUser with ${userIds.join(", ") || "nobody"}`);
  }
  if (observation.saw === "folded") return checkFolded(observation, sent);
  return observation.saw === "acknowledged" ? checkAcknowledged(observation, sent) : [];
};

/** No fact counts before its moment has come. */
const checkFolded = (
  { employeeId, event: named, at }: Extract<Observation, { saw: "folded" }>,
  sent: readonly SentEvent[],
): readonly string[] => {
  const events = sent.filter((each) => each.employeeId === employeeId && isNamed(named, each));
  if (events.length === 0) return [`${employeeId}: ${named.eventId} counts, which was never sent`];
  const isEarly = events.every((event) => momentOf(event) > new Date(at).toISOString());
  return violation(isEarly, `${employeeId}: ${named.eventId} was applied early`);
};

type Acknowledged = Extract<Observation, { saw: "acknowledged" }>;

/**
 * A message may be deleted only if it is a dead letter, if the record holds what it says until it can be applied, or if
 * its effect or a newer one's is confirmed. A resync says nothing that the record does not.
 */
const checkAcknowledged = (seen: Acknowledged, sent: readonly SentEvent[]): readonly string[] => {
  const { body, isDeadLetter } = seen;
  if (isDeadLetter || resyncedIn(body) !== undefined) return [];
  const event = sent.find((each) => bodyOf(each) === body);
  if (event === undefined) return [`acknowledged a message that was never sent: ${body}`];
  const isSafe = isCancellation(event)
    ? isCancelledIn(seen, event.cancels, event)
    : isCancelledIn(seen, event.id, event) || isKept(seen, event) || isConfirmed(seen, event, sent);
  return violation(!isSafe, `${event.id}: acknowledged before it was confirmed`);
};

const isCancelledIn = ({ record }: Acknowledged, id: string | undefined, event: SentEvent): boolean =>
  record?.cancelled?.includes(`${id} ${sourceOf(event)}`) === true;

/** It waits for its day, or counts in a record that waits; and somebody will look at the record again. */
const isKept = ({ record }: Acknowledged, event: SentEvent): boolean => {
  if (record?.wakeAt === undefined) return false;
  if (record.upcoming?.some((each) => isNamed(each, event))) return true;
  return record.waiting !== undefined;
};

/** Each of the two registers that the event speaks of was confirmed with it, or with a newer event. */
const isConfirmed = ({ confirmed }: Acknowledged, event: SentEvent, sent: readonly SentEvent[]): boolean => {
  const holds = (named: Named | undefined): boolean =>
    named !== undefined &&
    sent.some((each) => each.employeeId === event.employeeId && isNamed(named, each) && !isNewer(event, each));
  const role = event.kind === "left" || holds(confirmed?.role);
  return role && (event.kind === "role-changed" || holds(confirmed?.employment));
};

/** Emails and names may be only in the directory, the employees table and message bodies. */
const checkPrivacy = ({ sent, logs, end }: Trace): readonly string[] => {
  const secrets = [...new Set(sent.flatMap(({ email, name = NAME }) => [email, name]))];
  const output = [...logs, ...end.deadLetters.map(({ attributes }) => attributes)].join("\n").toLowerCase();
  return secrets.filter((secret) => output.includes(secret.toLowerCase())).map((secret) => `${secret} was exposed`);
};
