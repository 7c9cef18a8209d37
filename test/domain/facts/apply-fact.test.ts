import { describe, expect, test } from "vitest";
import { applyDue, applyFact } from "../../../domain/facts/apply-fact.ts";
import { emptyRecord, stated } from "../../../domain/facts/fold.ts";
import type { FactEvent } from "../../../domain/facts/hr-event.ts";
import { hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { folded } from "./folded.ts";

const at = (month: number) => new Date(Date.UTC(2026, month - 1)).toISOString();
const hireOf = (month: number) => hired({ id: `hire-${month}`, publishedAt: at(month), effectiveAt: at(month) });
const changeOf = (month: number) =>
  roleChanged({ id: `change-${month}`, publishedAt: at(month), effectiveAt: at(month) });
const leaveOf = (month: number) => left({ id: `leave-${month}`, publishedAt: at(month), effectiveAt: at(month) });

/** Events in order of arrival; the months say in which order HR published them. */
test.each<[what: string, FactEvent[], role: string | undefined, employment: string | undefined, state: number]>([
  ["a hire sets both", [hireOf(1)], "hire-1", "hire-1", 1],
  ["a role change sets the role alone", [changeOf(1)], "change-1", undefined, 1],
  ["a leave sets the employment alone", [leaveOf(5)], undefined, "leave-5", 1],
  ["a newer role change keeps the employment", [hireOf(1), changeOf(2)], "change-2", "hire-1", 2],
  ["an older role change counts for nothing", [hireOf(3), changeOf(2)], "hire-3", "hire-3", 1],
  ["a hire that comes late loses none of the changes after it", [changeOf(2), hireOf(1)], "change-2", "hire-1", 2],
  ["a leave keeps the role", [hireOf(1), leaveOf(5)], "hire-1", "leave-5", 2],
  ["a leave before the hire counts for nothing", [hireOf(6), leaveOf(5)], "hire-6", "hire-6", 1],
  ["a hire before the leave keeps her gone", [leaveOf(5), hireOf(1)], "hire-1", "leave-5", 2],
  ["a change after the leave does not bring her back", [leaveOf(5), changeOf(6)], "change-6", "leave-5", 2],
  ["a hire after the leave brings her back", [hireOf(1), leaveOf(5), hireOf(6)], "hire-6", "hire-6", 3],
  [
    "a hire between leave and change brings her back with the role of the change",
    [leaveOf(5), changeOf(7), hireOf(6)],
    "change-7",
    "hire-6",
    3,
  ],
  ["an older hire than both counts for nothing", [hireOf(3), changeOf(4), hireOf(2)], "change-4", "hire-3", 2],
])("%s", (_, events, role, employment, state) => {
  const record = events.reduce((before, event) => applyFact(before, stated(event)), emptyRecord("E1"));
  expect([record.role?.eventId, record.employment?.eventId, record.state]).toEqual([role, employment, state]);
});

test("a fact that is overtaken altogether leaves the very record", () => {
  const record = folded([hireOf(3)]);
  expect(applyFact(record, stated(changeOf(2)))).toBe(record);
  expect(applyFact(record, stated(hireOf(3)))).toBe(record);
});

describe("what is due", () => {
  const JULY = new Date(at(7));
  const upcoming = [
    hireOf(6),
    roleChanged({ id: "july", effectiveAt: at(7) }),
    left({ id: "august", publishedAt: at(6), effectiveAt: at(8) }),
  ];

  test("is nothing before the first day, and the record is the very same", () => {
    const record = folded(upcoming);
    expect(applyDue(record, new Date(JULY.getTime() - 1))).toBe(record);
  });

  test("is what has come by now, to the millisecond, and the rest stays upcoming", () => {
    const record = applyDue(folded(upcoming), JULY);
    expect(record).toMatchObject({ role: { eventId: "july" }, employment: { eventId: "hire-6" }, state: 2 });
    expect(record.upcoming.map(({ eventId }) => eventId)).toEqual(["august"]);
  });

  test("is everything after a long time, each fact as one change", () => {
    const record = applyDue(folded(upcoming), new Date(at(12)));
    expect(record).toMatchObject({ employment: { status: "left" }, state: 3, upcoming: [] });
  });

  test("is gone from the upcoming facts even if a newer fact has overtaken it", () => {
    const correction = roleChanged({ id: "correction", publishedAt: at(8), effectiveAt: at(1) });
    const record = applyDue(folded([roleChanged({ id: "july", effectiveAt: at(7) })], NOW), JULY);
    const corrected = folded([correction], new Date(at(8)), record);
    expect(corrected).toMatchObject({ role: { eventId: "correction" }, upcoming: [] });
    const late = folded([correction, roleChanged({ id: "july", effectiveAt: at(7) })], NOW);
    expect(applyDue(late, new Date(at(9)))).toMatchObject({ role: { eventId: "correction" }, state: 1, upcoming: [] });
  });
});
