import type { EmployeeFacts, EmployeeRecord } from "../employee-record.ts";
import type { HrEvent } from "./hr-event.ts";
import { versionOf } from "./version.ts";

/**
 * What an event is to the record: `newer` facts, a `duplicate` of the newest, a `stale` one that newer facts have overtaken,
 * or `id-reused`: the ID of an event that was already seen, with other content.
 */
export type Verdict = "newer" | "duplicate" | "stale" | "id-reused";

/** `record` is the record after the fold; only `newer` changes it. */
export type Fold = { readonly verdict: Verdict; readonly record: EmployeeRecord };

/** Of how many handled events the ID and the decision are kept; a reused ID is noticed as long as it is among them. */
export const HISTORY_LENGTH = 10;

/**
 * Folds a fact into an employee's record: the newest fact wins, in whatever order facts arrive.
 * This is the specification; the employees table does the same in one conditional write.
 */
export const foldEvent = (record: EmployeeRecord | undefined, event: HrEvent): Fold => {
  if (record === undefined) return { verdict: "newer", record: firstRecord(event) };
  if (record.recentEventIds.includes(event.id)) return { verdict: verdictOnSeen(record, event), record };
  if (versionOf(event) < record.version) return { verdict: "stale", record };
  return { verdict: "newer", record: supersede(record, event) };
};

/** The facts that an event states. */
export const factsOf = (event: HrEvent): EmployeeFacts => ({
  event: event.type,
  email: event.email,
  ...(event.displayName === undefined ? {} : { displayName: event.displayName }),
  effectiveAt: event.effectiveAt,
  role: event.role,
});

const verdictOnSeen = (record: EmployeeRecord, event: HrEvent): Verdict => {
  const seen = digestSeen(record, event.id);
  // Whatever was folded under this ID is not newer than the record. This holds also where its digest was not kept.
  if (versionOf(event) > record.version) return "id-reused";
  if (seen !== undefined && seen !== event.digest) return "id-reused";
  return record.eventId === event.id ? "duplicate" : "stale";
};

const digestSeen = (record: EmployeeRecord, eventId: string): string | undefined =>
  record.eventId === eventId
    ? record.eventDigest
    : record.decisions.find((decision) => decision.eventId === eventId)?.eventDigest;

const firstRecord = (event: HrEvent): EmployeeRecord => ({
  employeeId: event.employeeId,
  ...newestFact(event),
  previousVersion: "",
  recentEventIds: [event.id],
  decisions: [],
  revision: 1,
});

const supersede = (record: EmployeeRecord, event: HrEvent): EmployeeRecord => ({
  ...record,
  ...newestFact(event),
  previousVersion: record.version,
  recentEventIds: [...record.recentEventIds, event.id],
  revision: record.revision + 1,
});

const newestFact = (event: HrEvent) => ({
  facts: factsOf(event),
  version: versionOf(event),
  eventId: event.id,
  eventDigest: event.digest,
});
