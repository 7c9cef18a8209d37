import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RosterRow } from "../../../cli/import/read-row.ts";
import { eventsOfRow } from "../../../cli/import/row-events.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { fold } from "../../../domain/facts/fold.ts";
import { parseHrEvent } from "../../../events/parse.ts";
import { left } from "../../support/hr-events.ts";

type Known = EmployeeRecord | undefined;

const row = (title: string, changes: Partial<RosterRow> = {}): RosterRow => ({
  line: 2,
  employeeId: "E1",
  works: {
    data: { email: "ana@example.com", displayName: "Ana Lima", role: { title, department: "Sales" } },
    from: "2020-01-01T00:00:00.000Z",
  },
  ...changes,
});
const leaver = (at?: string): RosterRow => ({ line: 2, employeeId: "E1", left: at === undefined ? {} : { at } });

const day = (number: number): string => new Date(Date.UTC(2026, 2, number)).toISOString();

/** Imports an export of a day on that day, and applies what it says in whatever order. */
const imported = (record: Known, says: RosterRow, asOf: string, now = asOf) => {
  const said = eventsOfRow(says, record, { source: "/import/test", asOf, now });
  const verdicts: string[] = [];
  const after = said.events.reduce<Known>((before, event) => {
    const folded = fold(before, parseHrEvent(JSON.stringify(event), new Date(now)), new Date(now));
    verdicts.push(folded.verdict);
    return folded.record;
  }, record);
  return { ...said, after, verdicts };
};

const titleOf = (record: Known): string | undefined => record?.role?.fact.role.title;

describe("a row that is imported", () => {
  const first = imported(undefined, row("Clerk"), day(1));

  test("is a hire if nobody knows her", () => {
    expect(first).toMatchObject({ news: "hire", verdicts: ["newer"] });
    expect(first.events).toMatchObject([{ type: "hr.employee.hired.v1", time: day(1) }]);
  });

  test("is the very same event again before the first one was applied", () => {
    expect(imported(undefined, row("Clerk"), day(1)).events).toEqual(first.events);
  });

  test("is an exact duplicate after that, also in a later export", () => {
    const second = imported(first.after, row("Clerk"), day(2));
    expect(second).toMatchObject({ news: "unchanged", verdicts: ["duplicate"], events: first.events });
  });

  test("is a role change if it changed, and one more if it is changed back: the later export wins", () => {
    const changed = imported(first.after, row("Manager"), day(2));
    const back = imported(changed.after, row("Clerk"), day(3));
    expect([changed, back]).toMatchObject([
      { news: "change", verdicts: ["newer"], events: [{ type: "hr.employee.role-changed.v1" }] },
      { news: "change", verdicts: ["newer"], events: [{ type: "hr.employee.role-changed.v1" }] },
    ]);
    expect([changed, back].map(({ after }) => titleOf(after))).toEqual(["Manager", "Clerk"]);
    expect(imported(back.after, row("Clerk"), day(4))).toMatchObject({ news: "unchanged", verdicts: ["duplicate"] });
  });

  test("wins over what another source said before the export, and not over what it said later", () => {
    const other = (asOf: string) =>
      eventsOfRow(row("Boss"), first.after, { source: "/hr", asOf, now: asOf }).events.reduce<Known>(
        (before, event) => fold(before, parseHrEvent(JSON.stringify(event), new Date(asOf)), new Date(asOf)).record,
        first.after,
      );
    expect(titleOf(imported(other(day(2)), row("Clerk"), day(3)).after)).toBe("Clerk");
    const late = imported(other(day(4)), row("Clerk"), day(3), day(5));
    expect(late.verdicts).toEqual(["stale"]);
    expect(titleOf(late.after)).toBe("Boss");
  });

  test("wins if it was changed within one export, too, and if it was changed back", () => {
    const changed = imported(first.after, row("Manager"), day(1));
    const back = imported(changed.after, row("Clerk"), day(1));
    expect([changed, back].map(({ verdicts, after }) => [verdicts, titleOf(after)])).toEqual([
      [["newer"], "Manager"],
      [["newer"], "Clerk"],
    ]);
  });

  test("takes back nothing that another source announced", () => {
    const announced = left({ employeeId: "E1", source: "/hr", publishedAt: day(2), effectiveAt: day(20) });
    const before = fold(first.after, announced, new Date(day(2))).record;
    const made = { source: "/import/test", asOf: day(3), now: day(3) };
    expect(eventsOfRow(row("Clerk"), before, made).cancelled).toBe(0);
  });

  test("of an older export changes nothing", () => {
    const newer = imported(first.after, row("Manager"), day(5));
    expect(imported(newer.after, row("Clerk"), day(3), day(6))).toMatchObject({ verdicts: ["stale"] });
  });
});

describe("a leaver", () => {
  const hired = imported(undefined, row("Clerk"), day(1)).after;
  const gone = imported(hired, leaver(day(2)), day(3));

  test("is a leave once, and a duplicate after that", () => {
    expect(gone).toMatchObject({ news: "leave", verdicts: ["newer"], after: { employment: { status: "left" } } });
    expect(imported(gone.after, leaver(day(2)), day(4))).toMatchObject({ news: "unchanged", verdicts: ["duplicate"] });
  });

  test("without a last day has left by the export, and is a duplicate after that", () => {
    const left = imported(hired, leaver(), day(3));
    expect(left.events).toMatchObject([{ type: "hr.employee.left.v1", data: { effectiveAt: day(3) } }]);
    expect(imported(left.after, leaver(), day(4)).verdicts).toEqual(["duplicate"]);
  });

  test("who is back is hired, with the words of before, too", () => {
    const back = imported(gone.after, row("Clerk"), day(5));
    expect(back).toMatchObject({ news: "back", events: [{ type: "hr.employee.hired.v1", time: day(5) }] });
    expect(back.after?.employment?.status).toBe("hired");
    expect(imported(back.after, row("Clerk"), day(6)).verdicts).toEqual(["duplicate"]);
  });

  test("whose last day is to come works until then; the announcement is taken back if no row makes it any more", () => {
    const announced = imported(hired, row("Clerk", { left: { at: day(20) } }), day(3));
    expect(announced).toMatchObject({ news: "leave", verdicts: ["duplicate", "upcoming"] });
    const again = imported(announced.after, row("Clerk", { left: { at: day(20) } }), day(4));
    expect(again).toMatchObject({ news: "unchanged", verdicts: ["duplicate", "upcoming"], cancelled: 0 });
    const kept = imported(announced.after, row("Clerk"), day(5));
    expect(kept).toMatchObject({ cancelled: 1, news: "unchanged", verdicts: ["cancelled", "duplicate"] });
    expect(kept.after?.upcoming).toEqual([]);
  });
});

describe("a start that is to come", () => {
  const starts = (at: string) => row("Clerk", { works: { data: row("Clerk").works?.data ?? never(), from: at } });
  const announced = imported(undefined, starts(day(20)), day(1));

  test("waits for its day, and is the same one in the next export", () => {
    expect(announced.verdicts).toEqual(["upcoming"]);
    const again = imported(announced.after, starts(day(20)), day(2));
    expect(again).toMatchObject({ news: "unchanged", events: announced.events });
  });

  test("that is moved counts on its new day alone", () => {
    const moved = imported(announced.after, starts(day(25)), day(2));
    expect(moved).toMatchObject({ cancelled: 1, verdicts: ["cancelled", "upcoming"] });
    expect(moved.after?.upcoming.map(({ fact }) => fact.effectiveAt)).toEqual([day(25)]);
    const movedBack = imported(moved.after, starts(day(20)), day(3));
    expect(movedBack.after?.upcoming.map(({ fact }) => fact.effectiveAt)).toEqual([day(20)]);
  });

  test("whose day has come meanwhile is not taken back", () => {
    const made = { source: "/import/test", asOf: day(2), now: day(21) };
    expect(eventsOfRow(starts(day(25)), announced.after, made).cancelled).toBe(0);
  });

  test("is not taken back by an older export", () => {
    expect(imported(announced.after, row("Clerk"), new Date(Date.parse(day(1)) - 5000).toISOString()).cancelled).toBe(
      0,
    );
  });
});

const never = (): never => {
  throw new Error("the row has works");
};

describe("who is known under another address and another name", () => {
  const hired = imported(undefined, row("Clerk"), day(1)).after;
  const named = (email: string, displayName: string) =>
    row("Clerk", { works: { data: { email, displayName, role: { title: "Clerk", department: "Sales" } } } });

  test.each([
    ["both differ", "bo@example.com", "Bo Falk", true],
    ["the name alone", "ana@example.com", "Ana Falk", false],
    ["the address alone", "a.lima@example.com", "Ana Lima", false],
  ])("is told apart: %s", (_, email, displayName, isRenamed) => {
    expect(imported(hired, named(email, displayName), day(2)).isRenamed).toBe(isRenamed);
  });
});

test("whatever a row has said, in one export or in many, the last import counts, and one more changes nothing", () => {
  const title = fc.constantFrom("Clerk", "Manager", "Boss");
  const says = fc.oneof(
    title.map((each) => row(each)),
    fc.constantFrom(leaver(), leaver(day(1))),
  );
  const step = fc.record({ says, days: fc.constantFrom(0, 0, 1) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      let record: Known;
      let today = 2;
      for (const { says, days } of steps) {
        today += days;
        const now = day(today + 1);
        record = imported(record, says, day(today), now).after;
        expect(record?.employment?.status).toBe(says.works === undefined ? "left" : "hired");
        if (says.works !== undefined) expect(titleOf(record)).toBe(says.works.data.role.title);
        const again = imported(record, says, day(today), now);
        expect(again).toMatchObject({ news: "unchanged", verdicts: ["duplicate"] });
      }
    }),
  );
});
