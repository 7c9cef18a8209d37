import { expect, test } from "vitest";
import { employeeRow } from "../../cli/employee-row.ts";
import type { Decision, DecisionOutcome, EmployeeRecord } from "../../domain/employee-record.ts";
import { emptyRecord } from "../../domain/facts/fold.ts";
import { folded } from "../domain/facts/folded.ts";
import { hired, left } from "../support/hr-events.ts";

const day = (number: number): string => `2026-05-0${number}T00:00:00.000Z`;
const decided = (number: number, outcome: DecisionOutcome, license?: string, rule = `rule ${number}`): Decision => ({
  eventId: `event ${number}`,
  eventDigest: "digest",
  rule,
  ...(license === undefined ? {} : { license }),
  outcome,
  at: day(number),
});
const withDecisions = (license: string | undefined, ...decisions: readonly Decision[]): EmployeeRecord => ({
  ...folded([hired()]),
  applied: { ...(license === undefined ? {} : { license }), active: true, entitled: true, state: 1, at: day(9) },
  decisions,
});

test("shows who somebody is, what was confirmed, and the attributes that were asked for", () => {
  const role = {
    title: "Engineer",
    department: "R&D",
    location: "Lisbon",
    employmentType: "full-time",
    attributes: { costCenter: "4711", grade: 7 },
  };
  const record = { ...withDecisions("Pro", decided(1, "created", "Pro")), role: folded([hired({ role })]).role };
  expect(employeeRow(record as EmployeeRecord, ["costCenter", "toString", "none"])).toEqual({
    employeeId: "E1",
    employment: "hired",
    license: "Pro",
    active: true,
    licenseSince: day(1),
    rule: "rule 1",
    ...{ title: "Engineer", department: "R&D", location: "Lisbon", employmentType: "full-time" },
    attributes: { costCenter: "4711" },
    waiting: [],
    changedAt: day(1),
  });
});

test("a license is had since the first decision in a row that shows it, whatever was overtaken meanwhile", () => {
  const record = withDecisions(
    "Pro",
    decided(1, "created", "Pro"),
    decided(2, "updated", "Basic"),
    decided(3, "updated", "Pro"),
    decided(4, "stale", "Basic", "stale"),
    decided(5, "unchanged", "Pro"),
    decided(6, "refused", undefined, "EmployeeIdReused"),
  );
  expect(employeeRow(record)).toMatchObject({ licenseSince: day(3), changedAt: day(3), rule: "rule 5" });
});

test("a license that no decision shows any more has no time, and an account that never was has no license", () => {
  expect(employeeRow(withDecisions("Pro", decided(1, "updated", "Basic")))).not.toHaveProperty("licenseSince");
  expect(employeeRow(withDecisions(undefined, decided(1, "unchanged")))).not.toHaveProperty("license");
  expect(employeeRow(withDecisions(undefined, decided(1, "unchanged")))).not.toHaveProperty("active");
  expect(employeeRow(emptyRecord("E2"))).toEqual({ employeeId: "E2", waiting: [] });
});

test("says what somebody waits for, now and later", () => {
  const leaves = folded([hired(), left({ effectiveAt: "2026-07-01T00:00:00.000Z" })]);
  const waiting = { because: "AddressInUse", since: day(1), until: day(2) } as const;
  expect(employeeRow({ ...leaves, waiting }).waiting).toEqual(["AddressInUse", "NotYetEffective"]);
});
