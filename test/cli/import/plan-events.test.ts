import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { ScannedEmployee } from "../../../adapters/state/scan-employees.ts";
import { checkRoster } from "../../../cli/import/check-roster.ts";
import { openImport } from "../../../cli/import/open-import.ts";
import { type PlanOptions, planEvents, type StageReader } from "../../../cli/import/plan-events.ts";
import { createSpool } from "../../../cli/import/spool.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { fold } from "../../../domain/facts/fold.ts";
import { type RosterRow, rosterCsv, rosterRow } from "../../../events/samples/make-roster.ts";
import { hired, left } from "../../support/hr-events.ts";

const folder = mkdtempSync(join(tmpdir(), "plan-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "roster.csv");
const SAMPLE_MAP = join(import.meta.dirname, "../../../events/samples/roster-map.yml");

const SOURCE = "/hr/roster";
const NOW = new Date("2026-06-01T12:00:00.000Z");

const employed = (employeeId: string, changes: Parameters<typeof hired>[0] = {}): EmployeeRecord =>
  fold(undefined, hired({ employeeId, source: SOURCE, ...changes }), NOW).record;

const stageWith = (records: readonly ScannedEmployee[]): StageReader => ({
  readAll: async (ids) =>
    new Map(records.filter(({ employeeId }) => ids.includes(employeeId)).map((each) => [each.employeeId, each])),
  scan: async function* () {
    yield records;
  },
});

const planned = async (
  rows: readonly RosterRow[],
  records: readonly ScannedEmployee[],
  options: Partial<PlanOptions> = {},
  onChecked: () => void = () => {},
) => {
  writeFileSync(file, rosterCsv(rows));
  const { roster, context } = await openImport({ file, map: SAMPLE_MAP, asOf: "2026-05-31T00:00:00.000Z" }, NOW);
  const check = await checkRoster(roster, context);
  onChecked();
  const spool = createSpool("roster.csv");
  const settings = { stage: stageWith(records), allowRenamed: false, maxAbsent: undefined, now: NOW, ...options };
  try {
    const plan = await planEvents(roster, context, check, spool, settings);
    const events: { line: number; type: string; employeeId: string }[] = [];
    for await (const { line, body } of spool.read()) {
      const { type, data } = JSON.parse(body);
      events.push({ line, type, employeeId: data.employeeId });
    }
    return { ...plan, events };
  } finally {
    spool.discard();
  }
};

const row = rosterRow(0);
const ID = row["Employee ID"] ?? "";
const absentees = (count: number) => Array.from({ length: count }, (_, number) => employed(`X${number}`));
const leave = (employeeId: string) => ({ line: 0, type: "hr.employee.left.v1", employeeId });

describe("who has no row", () => {
  const few = { maxAbsent: { count: 2 } };

  test("stays unless that is asked for", async () => {
    expect((await planned([row], absentees(2))).events).toHaveLength(1);
  });

  test("leaves if that is asked for, and if few enough do", async () => {
    const { events, absence } = await planned([row], absentees(2), few);
    expect(absence).toMatchObject({ known: 2 });
    expect(events.slice(1)).toEqual([leave("X0"), leave("X1")]);
  });

  test.each([
    ["of a number", { count: 2 }, 3, "3 employees of 3 from this source have no row in the roster, more than the 2"],
    [
      "of a share",
      { share: 0.05 },
      40,
      "40 employees of 40 from this source have no row in the roster, more than the 2",
    ],
    ["of none", { share: 0 }, 1, "1 employee of 1 from this source have no row in the roster, more than the 0"],
  ])("is refused if more do than a limit %s", async (_, maxAbsent, count, message) => {
    await expect(planned([row], absentees(count), { maxAbsent })).rejects.toThrow(message);
  });

  test("stays if she is of another source, has left, or her last day was announced", async () => {
    const gone = fold(employed("X1"), left({ employeeId: "X1", source: SOURCE }), NOW).record;
    const leaves = left({ employeeId: "X2", source: SOURCE, effectiveAt: "2026-07-01T00:00:00.000Z" });
    const leaving = fold(employed("X2"), leaves, NOW).record;
    const records = [employed("X0", { source: "/hr" }), gone, leaving, { employeeId: "X3", unreadable: true } as const];
    expect((await planned([row], records, few)).events).toHaveLength(1);
  });

  test("stays if her row is there, and bad", async () => {
    const bad: RosterRow = { ...rosterRow(1), "Work Email": "none" };
    expect((await planned([row, bad], [employed(bad["Employee ID"] ?? "")], few)).absence?.absent).toEqual([]);
  });

  test("is not hired any more if her hire was announced", async () => {
    const announced = employed("X0", { effectiveAt: "2026-07-01T00:00:00.000Z" });
    const { events } = await planned([row], [announced], few);
    expect(events.map(({ type }) => type)).toEqual([
      "hr.employee.hired.v1",
      "hr.employee.change-cancelled.v1",
      "hr.employee.left.v1",
    ]);
  });
});

describe("a row is refused beside what the stage has", () => {
  const other = employed(ID, { email: "bo@example.com", displayName: "Bo Falk" });

  test("if its employee ID is known under another address and another name, unless that is allowed", async () => {
    const { problems, events } = await planned([row], [other]);
    expect([problems.map(({ line }) => line), events]).toEqual([[2], []]);
    expect(await planned([row], [other], { allowRenamed: true })).toMatchObject({ problems: [], news: { change: 1 } });
  });

  test("if this release cannot read the record", async () => {
    expect((await planned([row], [{ employeeId: ID, unreadable: true }])).problems).toMatchObject([{ line: 2 }]);
  });
});

test("a roster that changes while it is read is not imported", async () => {
  const change = () => utimesSync(file, NOW, NOW);
  await expect(planned([row], [], {}, change)).rejects.toThrow("changed while it was read: import it again");
});
