import type { EmployeeRecord } from "../domain/employee-record.ts";
import type { SeenEvent } from "../domain/facts/event-key.ts";
import { type MessageOutcome, OUTCOMES } from "./outcomes.ts";

/**
 * What an event that waited has come to by the end, by its employee's record: a resync, or somebody else's
 * event, may have applied it. `isGivenUp` says whether the resync was dead-lettered that would have.
 */
export const outcomeAtEnd = (
  eventId: string,
  record: EmployeeRecord | undefined,
  isGivenUp: boolean,
): MessageOutcome => {
  const { upcoming = [], cancelled = [], decisions = [], waiting } = record ?? {};
  const isIts = (seen: SeenEvent) => seen.eventId === eventId;
  if (upcoming.some(isIts)) return "waiting";
  if (cancelled.some((key) => key.split(" ")[0] === eventId)) return "cancelled";
  const decision = decisions.findLast(isIts)?.outcome;
  if (decision === "created" && isOfChange(record, isIts)) return "updated";
  const decided = OUTCOMES.find((known) => known === decision);
  if (decided !== undefined) return decided;
  if (isGivenUp) return "dead-lettered";
  return record === undefined || waiting !== undefined ? "waiting" : "stale";
};

/** A change creates no account: the hire did, and gave it the license of the change. */
const isOfChange = (record: EmployeeRecord | undefined, isIts: (seen: SeenEvent) => boolean): boolean =>
  record?.role?.fact.kind === "role-changed" && isIts(record.role);
