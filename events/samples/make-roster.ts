/**
 * Writes roster.csv, a CSV file as HR exports its staff: always the same bytes. Of every 40 rows three are leavers, one
 * starts in 2099, and one leaves then. `node events/samples/make-roster.ts [FILE]`
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { day, person, position } from "./company.ts";

const COLUMNS = [
  ...[
    "Employee ID",
    "First Name",
    "Last Name",
    "Work Email",
    "Job Title",
    "Department",
    "Grade",
    "Contract",
    "Country",
  ],
  ...["Cost Center", "Start Date", "Last Day", "Status"],
];

/** The sample has as many rows. */
const ROWS = 40;
/** Nobody of employees.jsonl. */
const FIRST = 300;

/** What a row says, by column. */
export type RosterRow = Readonly<Record<string, string>>;

/** The row of the employee with a number, from 0. */
export const rosterRow = (number: number): RosterRow => {
  const { employeeId, email, displayName } = person(FIRST + number);
  const [first = "", last = ""] = displayName.split(" ");
  const { title, department, level, employmentType, location, attributes } = position(number);
  const [status, start, lastDay] = lifeOf(number);
  const values = [employeeId, first, last, email, title, department, String(level), employmentType, location];
  return Object.fromEntries(
    [...values, attributes.costCenter, start, lastDay, status].map((value, index) => [COLUMNS[index], value]),
  );
};

const lifeOf = (number: number): readonly [status: string, start: string, lastDay: string] => {
  const start = german(day(number % 300));
  if (number % 40 === 37) return ["Hired", "01.01.2099", ""];
  if (number % 40 === 38) return ["Active", start, "31.12.2099"];
  return number % 13 === 12 ? ["Left", start, "31.10.2025"] : ["Active", start, ""];
};

const german = (time: string): string => time.slice(0, 10).split("-").reverse().join(".");

export const rosterCsv = (rows: readonly RosterRow[]): string =>
  [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ""))]
    .map((values) => `${values.map(quoted).join(",")}\r\n`)
    .join("");

/** Source: RFC 4180, 2. */
const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

if (import.meta.main) {
  const rows = Array.from({ length: ROWS }, (_, number) => rosterRow(number));
  writeFileSync(process.argv[2] ?? join(import.meta.dirname, "roster.csv"), rosterCsv(rows));
}
