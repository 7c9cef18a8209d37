import type { CurrentFact, EmployeeRecord } from "../employee-record.ts";
import type { HrEvent } from "./hr-event.ts";
import { versionOf } from "./version.ts";

/**
 * What an event is to the record: a `newer` fact, a `duplicate` of the current one, a `stale` one that a newer fact has
 * overtaken, or `id-reused`: the ID of an event that was already seen, with other content.
 */
export type FactVerdict = "newer" | "duplicate" | "stale" | "id-reused";

/** `record` is the record after the fold; only `newer` changes it. */
export type Fold = { readonly verdict: FactVerdict; readonly record: EmployeeRecord };

/** Of how many handled events the ID and the decision are kept; a reused ID is noticed as long as it is among them. */
export const HISTORY_LENGTH = 10;

/**
 * Folds a fact into an employee's record: the newest fact wins, in whatever order facts arrive.
 * This is the specification; the employees table does the same in one conditional write.
 */
export const fold = (record: EmployeeRecord | undefined, event: HrEvent): Fold => {
  if (record === undefined) return { verdict: "newer", record: firstRecord(event) };
  if (record.recentEventIds.includes(event.id)) return { verdict: verdictOnSeen(record, event), record };
  if (versionOf(event) < record.current.version) return { verdict: "stale", record };
  return { verdict: "newer", record: supersede(record, event) };
};

const verdictOnSeen = (record: EmployeeRecord, event: HrEvent): FactVerdict => {
  const seen = digestSeen(record, event.id);
  // Whatever was folded under this ID is not newer than the record. This holds also if its digest was not kept.
  if (versionOf(event) > record.current.version) return "id-reused";
  if (seen !== undefined && seen !== event.digest) return "id-reused";
  return record.current.eventId === event.id ? "duplicate" : "stale";
};

const digestSeen = ({ current, decisions }: EmployeeRecord, eventId: string): string | undefined =>
  current.eventId === eventId
    ? current.eventDigest
    : decisions.find((decision) => decision.eventId === eventId)?.eventDigest;

const firstRecord = (event: HrEvent): EmployeeRecord => ({
  employeeId: event.employeeId,
  current: currentFact(event, ""),
  link: {},
  recentEventIds: [event.id],
  decisions: [],
  revision: 1,
});

const supersede = (record: EmployeeRecord, event: HrEvent): EmployeeRecord => ({
  ...record,
  current: currentFact(event, record.current.version),
  recentEventIds: [...record.recentEventIds, event.id],
  revision: record.revision + 1,
});

const currentFact = (event: HrEvent, previousVersion: string): CurrentFact => ({
  fact: event.fact,
  version: versionOf(event),
  previousVersion,
  eventId: event.id,
  eventDigest: event.digest,
});
