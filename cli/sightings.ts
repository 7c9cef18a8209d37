import type { Decision, EmployeeRecord } from "../domain/employee-record.ts";
import { eventKey, keyOfSeen, type SeenEvent } from "../domain/facts/event-key.ts";
import { waitsOf } from "./waits.ts";

/**
 * What became of an event, as one record tells. `applied`: the account was made to match it. `waiting`: it counts from
 * `until` on, or what it asks for cannot be done yet. `underway`: it counts, and is not applied yet. `overtaken`: a newer
 * fact counted before it. `takenBack`: HR cancelled it. `refused`: a hire of another person, of which a dead letter tells.
 */
export type Fate = "applied" | "waiting" | "underway" | "overtaken" | "takenBack" | "refused";

/**
 * An event in the record of an employee. `counts`: it is what HR said last. Times are ISO 8601 UTC: `at` is when it was
 * decided on, missing if that decision is not among the last ten; of one that was taken back or waits there is none.
 */
export type Sighting = {
  readonly employeeId: string;
  readonly eventId: string;
  readonly eventSource?: string;
  readonly messageId?: string;
  readonly fate: Fate;
  readonly counts: boolean;
  readonly at?: string;
  readonly outcome?: Decision["outcome"];
  readonly license?: string;
  readonly from?: string;
  readonly rule?: string;
  readonly because?: string;
  readonly until?: string;
  readonly for?: string;
};

/** Where the record speaks of an event, by the event's ID or its message's: once for each source that used the ID. */
export const sightingsIn = (record: EmployeeRecord, id: string): readonly Sighting[] => {
  const found = new Map<string, Sighting>();
  const note = (sighting: Sighting): void => {
    const key = eventKey(sighting.eventId, sighting.eventSource);
    if (!found.has(key)) found.set(key, sighting);
  };
  const isMeant = ({ eventId, messageId }: SeenEvent): boolean => eventId === id || messageId === id;
  for (const each of record.upcoming.filter(isMeant)) note(ofUpcoming(record, each));
  for (const each of record.decisions.filter(isMeant)) note(ofDecision(record, each));
  for (const each of counting(record).filter(isMeant)) note(ofFact(record, each));
  for (const each of record.cancelled.map(seenOf).filter(isMeant)) note(sighting(record, each, "takenBack"));
  for (const each of record.recentEvents.map(seenOf).filter(isMeant)) note(sighting(record, each, "overtaken"));
  return [...found.values()];
};

/** The events behind what HR said last, once each. */
const counting = ({ role, employment }: EmployeeRecord): readonly SeenEvent[] => {
  const events = [role, employment].filter((each) => each !== undefined);
  return [...new Map(events.map((each) => [keyOfSeen(each), each])).values()];
};

/** A key has the ID, and after a blank the source. */
const seenOf = (key: string): SeenEvent => {
  const blank = key.indexOf(" ");
  const [eventId, eventSource] = blank === -1 ? [key] : [key.slice(0, blank), key.slice(blank + 1)];
  return { eventId, ...(eventSource === undefined ? {} : { eventSource }), eventDigest: "" };
};

const sighting = (record: EmployeeRecord, seen: SeenEvent, fate: Fate): Sighting => {
  const { eventId, eventSource, messageId } = seen;
  return {
    employeeId: record.employeeId,
    eventId,
    ...(eventSource === undefined ? {} : { eventSource }),
    ...(messageId === undefined ? {} : { messageId }),
    fate,
    counts: counting(record).some((each) => keyOfSeen(each) === keyOfSeen(seen)),
  };
};

const ofUpcoming = (record: EmployeeRecord, upcoming: EmployeeRecord["upcoming"][number]): Sighting => {
  if (upcoming.refused) return sighting(record, upcoming, "refused");
  return { ...sighting(record, upcoming, "waiting"), because: "NotYetEffective", until: upcoming.fact.effectiveAt };
};

const FATES: Partial<Readonly<Record<Decision["outcome"], Fate>>> = { stale: "overtaken", refused: "refused" };

const ofDecision = (record: EmployeeRecord, decision: Decision): Sighting => {
  const { outcome, at, rule, license, from } = decision;
  const licenses = { ...(license === undefined ? {} : { license }), ...(from === undefined ? {} : { from }) };
  return { ...sighting(record, decision, FATES[outcome] ?? "applied"), at, outcome, rule, ...licenses };
};

/** One that counts and has no decision: it waits, or it was decided on so long ago, or it is being applied. */
const ofFact = (record: EmployeeRecord, seen: SeenEvent): Sighting => {
  const [wait] = record.waiting === undefined ? [] : waitsOf(record);
  if (wait !== undefined) {
    const { because, until, for: next } = wait;
    return { ...sighting(record, seen, "waiting"), because, until, for: next };
  }
  return sighting(record, seen, record.applied?.state === record.state ? "applied" : "underway");
};
