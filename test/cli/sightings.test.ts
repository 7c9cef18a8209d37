import { expect, test } from "vitest";
import { sightingsIn } from "../../cli/sightings.ts";
import type { Decision, DecisionOutcome, EmployeeRecord } from "../../domain/employee-record.ts";
import { folded } from "../domain/facts/folded.ts";
import { hired, left, roleChanged } from "../support/hr-events.ts";

const AT = "2026-06-01T12:00:00.000Z";
const JULY = "2026-07-01T00:00:00.000Z";

const HIRE = folded([hired({ messageId: "message-1" })]);
const decided = (outcome: DecisionOutcome, changes: Partial<Decision> = {}): Decision => ({
  eventId: "hire-1",
  eventSource: "/hr",
  eventDigest: "digest of hire-1",
  messageId: "message-1",
  rule: "managers",
  license: "Pro",
  outcome,
  at: AT,
  ...changes,
});
const hire = (record: Partial<EmployeeRecord>) => sightingsIn({ ...HIRE, ...record }, "hire-1");
const about = { employeeId: "E1", eventId: "hire-1", eventSource: "/hr", messageId: "message-1" };

test.each<[DecisionOutcome, string]>([
  ["created", "applied"],
  ["updated", "applied"],
  ["unchanged", "applied"],
  ["released", "applied"],
  ["reactivated", "applied"],
  ["stale", "overtaken"],
  ["refused", "refused"],
])("one that was decided on as %s is %s, when and by which rule", (outcome, fate) => {
  const licenses = { license: "Pro", from: "Basic" };
  expect(hire({ decisions: [decided(outcome, { from: "Basic" })] })).toEqual([
    { ...about, fate, counts: true, at: AT, outcome, rule: "managers", ...licenses },
  ]);
});

test("one that counts without a decision waits with the record, was applied before the last ten, or is under way", () => {
  const waiting = { because: "AddressInUse", since: AT, until: JULY } as const;
  expect(hire({ waiting })).toMatchObject([
    { fate: "waiting", because: "AddressInUse", until: JULY, for: "employeeHired" },
  ]);
  const applied = { active: true, entitled: true, license: "Pro" };
  expect(hire({ applied: { ...applied, state: 1 } })).toEqual([{ ...about, fate: "applied", counts: true }]);
  expect(hire({ applied: { ...applied, state: 0 } })).toEqual([{ ...about, fate: "underway", counts: true }]);
});

test("one to come waits for its day, and one of another person is refused", () => {
  const record = folded([hired(), left({ effectiveAt: JULY, messageId: "message-2" })]);
  expect(sightingsIn(record, "leave-1")).toMatchObject([
    { fate: "waiting", because: "NotYetEffective", until: JULY, messageId: "message-2", counts: false },
  ]);
  const upcoming = record.upcoming.map((each) => ({ ...each, refused: true as const }));
  expect(sightingsIn({ ...record, upcoming }, "leave-1")).toMatchObject([{ fate: "refused" }]);
});

test("one of which the key alone is kept was taken back, or overtaken", () => {
  const record = { ...HIRE, cancelled: ["gone /hr"], recentEvents: ["hire-1 /hr", "old /hr", "older"] };
  expect(sightingsIn(record, "gone")).toEqual([
    { employeeId: "E1", eventId: "gone", eventSource: "/hr", fate: "takenBack", counts: false },
  ]);
  expect(sightingsIn(record, "old")).toMatchObject([{ fate: "overtaken", eventSource: "/hr" }]);
  expect(sightingsIn(record, "older")).toEqual([
    { employeeId: "E1", eventId: "older", fate: "overtaken", counts: false },
  ]);
});

test("it is found by its message, too, and what newer facts replaced does not count", () => {
  const newer = folded([hired({ messageId: "message-1" }), roleChanged(), left()]);
  const record = { ...newer, decisions: [decided("created")] };
  expect(sightingsIn(record, "message-1")).toMatchObject([{ eventId: "hire-1", fate: "applied", counts: false }]);
  expect(sightingsIn(record, "change-1")).toMatchObject([{ fate: "underway", counts: true }]);
  expect(sightingsIn(record, "message-9")).toEqual([]);
});

test("two sources that used one ID are two", () => {
  const other = decided("stale", { eventSource: "/payroll" });
  const found = hire({ decisions: [decided("created"), other] });
  expect(found.map(({ eventSource, fate }) => [eventSource, fate])).toEqual([
    ["/hr", "applied"],
    ["/payroll", "overtaken"],
  ]);
});
