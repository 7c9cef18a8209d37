import { expect, test } from "vitest";
import { outcomeAtEnd } from "../../cli/outcome-at-end.ts";
import type { DecisionOutcome, EmployeeRecord } from "../../domain/employee-record.ts";
import { emptyRecord, stated } from "../../domain/facts/fold.ts";
import { hired, roleChanged } from "../support/hr-events.ts";

const EVENT = roleChanged();
const HIRE = hired();
const NOTHING = emptyRecord("E1");
const decided = (id: string, outcome: DecisionOutcome): EmployeeRecord["decisions"][number] => ({
  eventId: id,
  eventSource: "/hr",
  eventDigest: `digest of ${id}`,
  rule: "managers",
  outcome,
  at: "2026-06-01T00:00:00.000Z",
});
const WAITING = {
  because: "NoHireYet",
  since: "2026-06-01T00:00:00.000Z",
  until: "2026-06-01T00:00:20.000Z",
} as const;

test.each<[string, Partial<EmployeeRecord>, boolean, string]>([
  ["its day has not come", { upcoming: [stated(EVENT)] }, false, "waiting"],
  ["it was taken back", { cancelled: ["change-1 /hr"] }, false, "cancelled"],
  ["another event was taken back", { cancelled: ["change-10 /hr"] }, false, "stale"],
  ["it came due and changed a license", { decisions: [decided("change-1", "updated")] }, false, "updated"],
  ["it came due and brought her back", { decisions: [decided("change-1", "reactivated")] }, false, "reactivated"],
  ["the hire came", { role: stated(EVENT) as never, decisions: [decided("change-1", "created")] }, false, "updated"],
  ["it is the hire", { role: stated(HIRE) as never, decisions: [decided("change-1", "created")] }, false, "created"],
  ["her record still waits", { role: stated(EVENT) as never, waiting: WAITING }, false, "waiting"],
  ["its grace is over", { role: stated(EVENT) as never }, true, "dead-lettered"],
  ["newer events overtook it", { role: stated(HIRE) as never }, false, "stale"],
])("if %s, its outcome is that", (_, changes, isGivenUp, outcome) => {
  expect(outcomeAtEnd("change-1", { ...NOTHING, ...changes }, isGivenUp)).toBe(outcome);
});

test("an event whose record is not there waits", () => {
  expect(outcomeAtEnd("change-1", undefined, false)).toBe("waiting");
});
