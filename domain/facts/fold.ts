import type { EmployeeRecord, StatedFact } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import { applyDue, applyFact } from "./apply-fact.ts";
import { cancel } from "./cancel.ts";
import { isSame, keyOf, type SeenEvent, seenEvent } from "./event-key.ts";
import type { FactEvent, HrEvent } from "./hr-event.ts";
import { employeeIdReused, isOtherPerson } from "./same-person.ts";
import { versionOf } from "./version.ts";

/**
 * What an event is to the record: a `newer` fact, an `upcoming` one whose moment has not come, a `duplicate` of the
 * newest, a `stale` one that newer facts have overtaken, or one that HR has `cancelled`, or that cancels one.
 */
export type FactVerdict = "newer" | "upcoming" | "duplicate" | "stale" | "cancelled";

/** `record` is the record after the fold, with each upcoming fact applied whose moment has come meanwhile. */
export type Fold = { readonly verdict: FactVerdict; readonly record: EmployeeRecord };

/** How many upcoming facts a record may hold: a year of changes each fortnight, and far below DynamoDB's 400 KB. */
export const MAX_UPCOMING = 20;

/**
 * Folds an event into an employee's record: of the facts whose moment has come the newest count, in whatever order they
 * arrive. This is the specification; the employees table does the commonest case in one conditional write.
 * @throws Failure `EventIdReused`, `EmployeeIdReused`, `TooManyUpcoming`, `AlreadyEffective`, `CancelsUnknownEvent`
 */
export const fold = (stored: EmployeeRecord | undefined, event: HrEvent, now: Date): Fold => {
  const before = stored ?? emptyRecord(event.employeeId);
  const { verdict, record } = foldInto(applyDue(before, now), event, now);
  return { verdict, record: record === before ? record : { ...record, revision: before.revision + 1 } };
};

const foldInto = (record: EmployeeRecord, event: HrEvent, now: Date): Fold => {
  if ("cancels" in event) return cancel(record, event);
  if (record.cancelled.includes(keyOf(event))) return { verdict: "cancelled", record };
  if (isSeen(record, event)) return { verdict: verdictOnSeen(record, event), record };
  return foldNew(record, event, now);
};

export const emptyRecord = (employeeId: string): EmployeeRecord => ({
  employeeId,
  upcoming: [],
  state: 0,
  link: {},
  decisions: [],
  recentEvents: [],
  cancelled: [],
  revision: 0,
});

/** Whether a fact counts by now. A publisher's clock may run ahead of ours: what it calls past is past. */
export const isDue = ({ fact, publishedAt }: Pick<FactEvent, "fact" | "publishedAt">, now: Date): boolean =>
  fact.effectiveAt <= publishedAt || fact.effectiveAt <= now.toISOString();

export const stated = (event: FactEvent): StatedFact => ({
  fact: event.fact,
  version: versionOf(event),
  ...seenEvent(event),
});

const foldNew = (record: EmployeeRecord, event: FactEvent, now: Date): Fold => {
  const remembered = { ...record, recentEvents: [...record.recentEvents, keyOf(event)] };
  if (!isDue(event, now)) return { verdict: "upcoming", record: withUpcoming(remembered, stated(event)) };
  const applied = applyFact(remembered, stated(event));
  if (applied === remembered) return { verdict: "stale", record };
  if (applied.role !== record.role && isOtherPerson(record, event.fact)) throw employeeIdReused();
  return { verdict: "newer", record: applied };
};

const withUpcoming = (record: EmployeeRecord, fact: StatedFact): EmployeeRecord => {
  if (record.upcoming.length < MAX_UPCOMING) {
    const upcoming = [...record.upcoming, fact].toSorted((a, b) => (a.version < b.version ? -1 : 1));
    return { ...record, upcoming };
  }
  throw new Failure("TooManyUpcoming", `the employee has ${MAX_UPCOMING} upcoming changes already`);
};

const isSeen = (record: EmployeeRecord, event: FactEvent): boolean =>
  record.recentEvents.includes(keyOf(event)) || counting(record).some((each) => isSame(each, event));

/** The events behind what the record says. */
const counting = ({ role, employment }: EmployeeRecord): readonly SeenEvent[] =>
  [role, employment].filter((each) => each !== undefined);

/** Those of the latest version. What a newer one has overtaken may have reached the directory after it. */
const newest = ({ role, employment }: EmployeeRecord): readonly SeenEvent[] => {
  const latest = (role?.version ?? "") > (employment?.version ?? "") ? role?.version : employment?.version;
  return [role, employment].filter((each) => each !== undefined).filter(({ version }) => version === latest);
};

const verdictOnSeen = (record: EmployeeRecord, event: FactEvent): FactVerdict => {
  const seen = [...counting(record), ...record.upcoming, ...record.decisions].find((each) => isSame(each, event));
  if (seen !== undefined && seen.eventDigest !== event.digest) throw idReused();
  // One that was refused is among them until its dead letter is sent: another delivery makes no second one.
  if (record.upcoming.some((each) => isSame(each, event))) return "upcoming";
  if (isRefused(record, event)) throw employeeIdReused();
  if (newest(record).some((each) => isSame(each, event))) return "duplicate";
  // Whatever was folded under this key is not newer than the record. This holds also if its digest was not kept.
  if (seen === undefined && applyFact(record, stated(event)) !== record) throw idReused();
  return "stale";
};

/** Whether it was a hire of another person when it came due. */
const isRefused = ({ decisions }: EmployeeRecord, event: FactEvent): boolean =>
  decisions.some((each) => each.outcome === "refused" && isSame(each, event));

const idReused = (): Failure =>
  new Failure("EventIdReused", "an event with this source and ID and other content was already handled");
