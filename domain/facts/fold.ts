import type { CurrentFact, EmployeeRecord } from "../employee-record.ts";
import { isSame, keyOf } from "./event-key.ts";
import type { HrEvent } from "./hr-event.ts";
import { versionOf } from "./version.ts";

/**
 * What an event is to the record: a `newer` fact, a `duplicate` of the current one, a `stale` one that a newer fact has
 * overtaken, or `id-reused`: source and ID of an event that was already seen, with other content.
 */
export type FactVerdict = "newer" | "duplicate" | "stale" | "id-reused";

/** `record` is the record after the fold; only `newer` changes it. */
export type Fold = { readonly verdict: FactVerdict; readonly record: EmployeeRecord };

/** Of how many handled events the key and the decision are kept; a reused ID is noticed as long as it is among them. */
export const HISTORY_LENGTH = 10;

/**
 * Folds a fact into an employee's record: the newest fact wins, in whatever order facts arrive.
 * This is the specification; the employees table does the same in one conditional write.
 */
export const fold = (record: EmployeeRecord | undefined, event: HrEvent): Fold => {
  if (record === undefined) return { verdict: "newer", record: firstRecord(event) };
  if (isSeen(record, event)) return { verdict: verdictOnSeen(record, event), record };
  if (versionOf(event) < record.current.version) return { verdict: "stale", record };
  return { verdict: "newer", record: supersede(record, event) };
};

const isSeen = ({ recentEvents, current }: EmployeeRecord, event: HrEvent): boolean =>
  recentEvents.includes(keyOf(event)) || isSame(current, event);

const verdictOnSeen = ({ current, decisions }: EmployeeRecord, event: HrEvent): FactVerdict => {
  const seen = [current, ...decisions].find((each) => isSame(each, event));
  if (seen !== undefined && seen.eventDigest !== event.digest) return "id-reused";
  if (seen === current) return "duplicate";
  // Whatever was folded under this key is not newer than the record. This holds also if its digest was not kept.
  return versionOf(event) > current.version ? "id-reused" : "stale";
};

const firstRecord = (event: HrEvent): EmployeeRecord => ({
  employeeId: event.employeeId,
  current: currentFact(event, ""),
  link: {},
  recentEvents: [keyOf(event)],
  decisions: [],
  revision: 1,
});

const supersede = (record: EmployeeRecord, event: HrEvent): EmployeeRecord => ({
  ...record,
  current: currentFact(event, record.current.version),
  recentEvents: [...record.recentEvents, keyOf(event)],
  revision: record.revision + 1,
});

const currentFact = (event: HrEvent, previousVersion: string): CurrentFact => ({
  fact: event.fact,
  version: versionOf(event),
  previousVersion,
  eventId: event.id,
  eventSource: event.source,
  eventDigest: event.digest,
});
