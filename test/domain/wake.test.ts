import { describe, expect, test } from "vitest";
import type { EmployeeRecord, Waiting } from "../../domain/employee-record.ts";
import type { HrEvent } from "../../domain/facts/hr-event.ts";
import { dutyOf, wakeOf } from "../../domain/wake.ts";
import { cancelled, hired, left, NOW, roleChanged } from "../support/hr-events.ts";
import { folded } from "./facts/folded.ts";

const JUNE = "2026-06-15T00:00:00.000Z";
const JULY = "2026-07-01T00:00:00.000Z";
const AUGUST = "2026-08-01T00:00:00.000Z";

const waitingUntil = (until: string): Waiting => ({ because: "NoHireYet", since: NOW.toISOString(), until });
const LINKED = { accountId: "U1" };

test.each<[what: string, HrEvent[], Partial<EmployeeRecord>, wake: object | undefined]>([
  ["nobody if nothing is to come", [hired()], {}, undefined],
  ["nobody if all that was to come was taken back", [hired({ effectiveAt: JULY }), cancelled("hire-1")], {}, undefined],
  [
    "for the next of the upcoming facts",
    [hired(), roleChanged({ id: "august", effectiveAt: AUGUST }), roleChanged({ effectiveAt: JULY })],
    { link: LINKED },
    { at: JULY, by: "role-changed" },
  ],
  ["for an upcoming hire", [hired({ effectiveAt: JULY })], {}, { at: JULY, by: "hired" }],
  ["for an upcoming leave", [hired(), left({ effectiveAt: JULY })], { link: LINKED }, { at: JULY, by: "left" }],
  [
    "for a leave and a role change of the same day",
    [hired(), left({ effectiveAt: JULY }), roleChanged({ effectiveAt: JULY })],
    { link: LINKED },
    { at: JULY, by: "left" },
  ],
  [
    "when the waiting ends, before the next fact",
    [hired(), left({ effectiveAt: JULY })],
    { waiting: waitingUntil(JUNE) },
    { at: JUNE, by: "hired" },
  ],
  [
    "for the next fact, before the waiting ends",
    [hired(), left({ effectiveAt: JULY })],
    { waiting: waitingUntil(AUGUST) },
    { at: JULY, by: "left" },
  ],
])("wakes %s", (_, events, changes, wake) => {
  expect(wakeOf({ ...folded(events), ...changes })).toEqual(wake);
});

test("wakes the function that the record waits for", () => {
  const waiting: Waiting = { because: "OtherFunction", since: JUNE, until: JUNE, for: "left" };
  expect(wakeOf({ ...folded([hired()]), link: LINKED, waiting })).toEqual({ at: JUNE, by: "left" });
});

describe("the function that has the permissions", () => {
  const rehire = hired({ id: "hire-2", publishedAt: "2026-05-01T00:00:00.000Z" });

  test.each<[what: string, HrEvent[], EmployeeRecord["link"], duty: string]>([
    ["is that of hires for a hire without an account", [hired()], {}, "hired"],
    ["is that of hires for a hire that has a candidate", [hired()], { candidateId: "U1" }, "hired"],
    ["is that of role changes for whoever has an account", [hired()], LINKED, "role-changed"],
    ["is that of role changes if no hire was seen", [roleChanged()], {}, "role-changed"],
    ["is that of leavers for whoever left, with an account", [hired(), left()], LINKED, "left"],
    ["is that of leavers for whoever left, without an account", [left()], {}, "left"],
    ["is that of role changes after a re-hire with her old account", [hired(), left(), rehire], LINKED, "role-changed"],
    ["is that of hires after a re-hire whose account passed on", [hired(), left(), rehire], {}, "hired"],
  ])("%s", (_, events, link, duty) => {
    expect(dutyOf({ ...folded(events), link })).toBe(duty);
  });
});
