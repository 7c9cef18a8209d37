import { expect, test } from "vitest";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { emptyRecord, stated } from "../../domain/facts/fold.ts";
import { employeeRows, waitingRows } from "../../local/employee-rows.ts";
import { hired, left } from "../support/hr-events.ts";

const AT = "2026-06-01T00:00:00.000Z";
const record = (changes: Partial<EmployeeRecord>): EmployeeRecord => ({
  ...emptyRecord("E1"),
  decisions: [{ eventId: "e", eventDigest: "d", rule: "managers", outcome: "updated", at: AT }],
  ...changes,
});
const ROLE = { role: stated(hired()) as NonNullable<EmployeeRecord["role"]> };
const LEFT = { employment: { status: "left", version: "v", eventId: "e", eventDigest: "d" } } as const;
const NAMED = { employeeId: "E1", title: "Engineer", department: "Engineering", rule: "managers" };

test.each<[string, Partial<EmployeeRecord>, object[]]>([
  [
    "somebody who works here",
    { ...ROLE, applied: { license: "Pro", active: true, entitled: true, state: 1 } },
    [{ ...NAMED, employed: true, license: "Pro", suspended: false }],
  ],
  [
    "a leaver with a suspended account",
    { ...ROLE, ...LEFT, applied: { license: "Basic", active: false, entitled: false, state: 2 } },
    [{ ...NAMED, employed: false, license: "Basic", suspended: true }],
  ],
  [
    "a leaver who never had an account or a role",
    { ...LEFT, applied: { active: false, entitled: false, state: 1 } },
    [{ ...NAMED, title: "", department: "", employed: false, suspended: false }],
  ],
  ["somebody to whom nothing was applied", ROLE, []],
])("%s", (_, changes, rows) => {
  expect(employeeRows(record(changes))).toEqual(rows);
});

test("what an employee waits for comes before her upcoming facts, each with its day", () => {
  const upcoming = [left({ effectiveAt: "2026-07-01T00:00:00.000Z" })].map(stated);
  expect(waitingRows(record({ upcoming, waiting: { because: "AddressInUse", since: AT, until: AT } }))).toEqual([
    { employeeId: "E1", because: "AddressInUse", until: AT },
    { employeeId: "E1", because: "NotYetEffective", until: "2026-07-01T00:00:00.000Z", fact: "left" },
  ]);
});
