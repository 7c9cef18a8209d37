import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkRoster } from "../../../cli/import/check-roster.ts";
import { openMap } from "../../../cli/import/compile-map.ts";
import { guessMap } from "../../../cli/import/guess/guess-map.ts";
import { openImport } from "../../../cli/import/open-import.ts";
import { type RosterRow, readRow } from "../../../cli/import/read-row.ts";
import { openRoster } from "../../../cli/import/roster.ts";
import { findRoster } from "../../../cli/import/roster-file.ts";

const SAMPLES = join(import.meta.dirname, "../../../events/samples");
const ROSTER = join(import.meta.dirname, "../../../../shared/data/hr-roster.csv");
const hasRoster = existsSync(ROSTER);
if (!hasRoster) console.log(`skipped: ${ROSTER} is missing; it is not part of this repository`);

const folder = mkdtempSync(join(tmpdir(), "check-"));
afterAll(() => rmSync(folder, { recursive: true }));

const MAP = `source: /hr/test
timeZone: "{Zone}"
dates: dd-MMM-yy
rows:
  take: { Company: [Acme, "Acme  Labs"] }
  leaveOut: { Status: [Test, Tset], Company: "*" }
employee:
  employeeId: "{ID}"
  email: "{Mail}"
  displayName: "{First} {Last}"
  startDate: "{Start}"
  role:
    title: "{Title}"
    department: Sales
    employmentType: { from: "{Type}", values: { FT: regular, C: contractor } }
leavers:
  when: { Status: [Left] }
  lastDay: "{Last day}"
`;
const HEADER = "ID,Mail,First,Last,Start,Title,Type,Company,Status,Zone,Last day";
const good = (id: string, mail = `${id}@example.com`) => `${id},${mail},Ana,Lima,01-Mar-24,Clerk,FT,Acme,Active,UTC,`;

const check = async (rows: readonly string[], header = HEADER, map = MAP) => {
  const [file, mapFile] = ["roster.csv", "map.yml"].map((name) => join(folder, name)) as [string, string];
  writeFileSync(file, [header, ...rows].join("\n"));
  writeFileSync(mapFile, map);
  const { roster, context } = await openImport({ file, map: mapFile, asOf: undefined }, new Date());
  return checkRoster(roster, context);
};
const problems = async (row: string) =>
  (await check([row])).problems.map(({ line, columns, reason }) => `${line}: ${columns.join(", ")}: ${reason}`);

describe("a row is refused by line, column and shape:", () => {
  test.each([
    [
      "an address that is none",
      good("E1", "ana lima@x.example"),
      "2: Mail: expected an email address such as name@example.com, found 3 letters, a blank, 4 letters, an @, a letter, a dot, 7 letters",
    ],
    [
      "a date that does not fit",
      good("E1").replace("01-Mar-24", "01-Mai-24"),
      "2: Start: expected dd-MMM-yy, found 2 digits, a dash, 3 letters, a dash, 2 digits",
    ],
    [
      "a day that no calendar has",
      good("E1").replace("01-Mar-24", "29-Feb-23"),
      "2: Start: expected a day and time that there is, as dd-MMM-yy, found 2 digits, a dash, 3 letters, a dash, 2 digits",
    ],
    [
      "a last day to come before the start",
      `${good("E1").replace("01-Mar-24", "02-Mar-68")}01-Mar-68`,
      "2: Last day: expected a last day that is not before the start, found 2 digits, a dash, 3 letters, a dash, 2 digits",
    ],
    [
      "a zone that is none",
      good("E1").replace("UTC", "CEST1"),
      "2: Zone: expected an IANA time zone such as Europe/Berlin, found 4 letters, a digit",
    ],
    [
      "a value that the map does not know",
      good("E1").replace("FT", "PT"),
      "2: Type: expected one of the values that the map has, found 2 letters",
    ],
    [
      "a blank title",
      good("E1").replace("Clerk", " "),
      "2: Title: expected a text of 1 to 256 printable characters, and it is blank",
    ],
    [
      "a blank ID",
      good("", "ana@example.com"),
      "2: ID: expected 1 to 64 letters, digits, `.`, `_` and `-`, and it is blank",
    ],
    [
      "an ID that is none of a leaver",
      good("E 1").replace("Active", "Left"),
      "2: ID: expected 1 to 64 letters, digits, `.`, `_` and `-`, found a letter, a blank, a digit",
    ],
    [
      "too many values",
      `${good("E1")},x`,
      "2: : expected 11 values, found 12; is a delimiter in a value that is not quoted?",
    ],
  ])("%s", async (_, row, problem) => {
    expect(await problems(row)).toEqual([problem]);
  });

  test("two that share an employee ID, and two that share an address, each by the other", async () => {
    const found = await check([
      good("E1"),
      good("E2", "ANA@example.com"),
      good("E1", "bo@example.com"),
      good("E3", "ana@example.com"),
      good("E4"),
    ]);
    expect(found).toMatchObject({ rows: 5, good: 1, bad: new Set([2, 3, 4, 5]) });
    expect(found.problems.map(({ line, columns, reason }) => [line, columns[0], reason])).toEqual([
      [2, "ID", "the same employee ID is in line 4"],
      [3, "Mail", "the same address is in line 5"],
      [4, "ID", "the same employee ID is in line 2"],
      [5, "Mail", "the same address is in line 3"],
    ]);
  });
});

describe("a row is good", () => {
  test("if the address of a leaver is somebody else's, or none", async () => {
    const left = (row: string) => row.replace("Active", "Left");
    expect(await check([good("E1"), left(good("E2", "e1@example.com")), left(good("E3", "none"))])).toMatchObject({
      good: 3,
    });
  });

  test("of those that the map takes, and does not leave out; it says which values no row has", async () => {
    const rows = [
      good("E1"),
      good("E2").replace("Acme", "acme labs "),
      good("E3").replace("Acme", "Other"),
      good("E4").replace("Active", "Test"),
    ];
    const found = await check(rows);
    expect(found).toMatchObject({ rows: 4, good: 2, leftOut: 2, unmatched: ["Status: Tset", "Status: Left"] });
    expect(["E1", "E3", "E4", "E5"].map(found.has)).toEqual([true, true, true, false]);
  });
});

describe("a last day", () => {
  const read = async (row: string, map = MAP) => {
    const { bad, stay } = await check([row], HEADER, map);
    const [file, mapFile] = ["roster.csv", "map.yml"].map((name) => join(folder, name)) as [string, string];
    const { roster, context } = await openImport({ file, map: mapFile, asOf: undefined }, new Date());
    const rows: RosterRow[] = [];
    for await (const record of roster.rows()) {
      const reading = readRow(record, context, new Map());
      if (reading.is === "row") rows.push(reading.row);
    }
    const { works, left } = rows[0] ?? {};
    return { bad: bad.size, stay, works: works !== undefined, ...(left === undefined ? {} : { left: left.at }) };
  };
  const byDay = MAP.replace("  when: { Status: [Left] }\n", "");

  test.each([
    ["to come counts, whatever `when` says", "Active", "01-Mar-68", { works: true, left: "2068-03-02T00:00:00.000Z" }],
    ["that has passed is not hers if `when` says that she is here", "Active", "01-Mar-25", { works: true, stay: 1 }],
    ["that has passed is that of a leaver", "Left", "01-Mar-25", { works: false, left: "2025-03-02T00:00:00.000Z" }],
    [
      "before the start does no harm of a leaver",
      "Left",
      "01-Mar-23",
      { works: false, left: "2023-03-02T00:00:00.000Z" },
    ],
  ])("%s", async (_, status, day, said) => {
    const row = `${good("E1").replace("Active", status)}${day}`;
    expect(await read(row)).toEqual({ bad: 0, stay: 0, ...said });
  });

  test("before the start, and no `when` beside it, does not say whether she came back", async () => {
    expect(await read(`${good("E1")}01-Mar-23`, byDay)).toMatchObject({ bad: 1 });
    expect(await read(`${good("E1")}01-Mar-24`, byDay)).toMatchObject({ bad: 0, works: false });
  });

  test("of 9999-12-31 is none, and a start is none of it", async () => {
    const map = byDay.replace("dd-MMM-yy", "yyyy-MM-dd");
    const row = good("E1").replace("01-Mar-24", "2024-03-01");
    expect(await read(`${row}9999-12-31`, map)).toEqual({ bad: 0, stay: 0, works: true });
    expect(await read(row.replace("2024-03-01", "9999-12-31"), map)).toMatchObject({ bad: 1 });
  });
});

describe("a roster is refused", () => {
  test.each([
    [
      "with a column too few",
      HEADER.replace("Mail", "Mial"),
      "map.yml:9:3: employee.email: roster.csv has no column Mail: expected one of ID, Mial,",
    ],
    [
      "with a column twice that the map reads",
      HEADER.replace("First", "Mail"),
      "roster.csv:1: the column Mail is there 2 times (as number 2 and 3), and the map reads it; rename all but one",
    ],
  ])("%s", async (_, header, message) => {
    await expect(check([good("E1")], header, MAP.replace("{First} ", ""))).rejects.toThrow(message);
  });

  test("that is of a time to come", async () => {
    await check([good("E1")]);
    const [file, map] = [join(folder, "roster.csv"), join(folder, "map.yml")];
    const asOf = "2999-01-01T00:00:00.000Z";
    await expect(openImport({ file, map, asOf }, new Date())).rejects.toThrow(
      "which is in the future; correct --as-of",
    );
  });
});

test("a column twice that nothing reads does no harm", async () => {
  expect(await check([`${good("E1")},x,y`], `${HEADER},Note,Note`)).toMatchObject({ good: 1 });
});

const guessed = async (path: string) => {
  const roster = await openRoster(await findRoster(path));
  const text = await guessMap(roster);
  const columns = roster.columns;
  const map = openMap(text, "guess.yml").compile({ name: "roster.csv", columns: columns.names });
  return { text, found: await checkRoster(roster, { map, columns, asOf: new Date().toISOString() }) };
};

describe("a guessed map", () => {
  test("of the sample works as it is", async () => {
    const { text, found } = await guessed(join(SAMPLES, "roster.csv"));
    expect(found).toMatchObject({ rows: 40, good: 40, unmatched: [] });
    for (const line of [
      'displayName: "{First Name} {Last Name}"',
      'dates: "dd.MM.yyyy"',
      'level: "{Grade}"',
      '"contractor": "contractor"',
    ])
      expect(text).toContain(line);
  });

  test("says what nobody but HR knows, and which columns are missing", async () => {
    const path = join(folder, "roster.csv");
    writeFileSync(
      path,
      "Emp No;Name;E-Mail;Hire Date;Kind\n1;Ana;ana@example.com;03/04/2024;a \n2;Bo;bo@example.com;05/06/2024;b\n",
    );
    const text = await guessMap(await openRoster(await findRoster(path)));
    expect(text).toContain(
      'dates: "dd/MM/yyyy" # <- all 2 values of Hire Date fit, and MM/dd/yyyy fits them, too: which one is it?',
    );
    expect(text).toContain('title: "{?}" # <- which column? Emp No, Name, E-Mail, Hire Date, Kind');
    expect(text).toContain('#   kind: "{Kind}" # 2 values');
    expect(text).not.toMatch(/ana|Bo/);
  });

  test.skipIf(!hasRoster)(
    "of a real export works as it is: 3,000 rows, of which 16 have no address, and 2 share one",
    async () => {
      const { text, found } = await guessed(ROSTER);
      expect(found).toMatchObject({ rows: 3000, good: 2982, leftOut: 0, unmatched: [] });
      expect(text).toContain('when: { "EmployeeStatus": ["Voluntarily Terminated", "Terminated for Cause"] }');
      const shared = found.problems.filter(({ reason }) => reason.startsWith("the same address"));
      expect([found.problems.length, shared.length]).toEqual([18, 2]);
    },
  );
});
