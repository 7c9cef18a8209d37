import { type MessageOutcome, OUTCOMES } from "../cli/outcomes.ts";
import { type Cell, counted, heading, table, wrong } from "../cli/print.ts";
import type { EmployeeRow, WaitingRow } from "./employee-rows.ts";
import type { DeadLetterRow, RunReport } from "./run-report.ts";

const ROWS_SHOWN = 10;
/** Each of these needs somebody, so more are shown; but no screen holds 50,000, and a table of them takes a minute. */
const FAILURES_SHOWN = 100;

/**
 * The report for a terminal: of what a large run has many of, the first, with how many there are. It has no colors
 * elsewhere, or if `NO_COLOR` is set.
 */
export const printReport = (report: RunReport): string => {
  const { outcomes, changes, users, employees, waiting, deadLetters, refused, unaccounted } = report;
  return [
    section(
      summaryOf(report),
      ["outcome", "events"],
      OUTCOMES.map((outcome) => [coloredOutcome(outcome, outcomes[outcome]), outcomes[outcome]]),
    ),
    section(
      "License changes",
      ["from", "to", "events"],
      changes.map(({ from, to, events }) => [from, to, events]),
    ),
    section("Users by license", ["license", "users"], Object.entries(users)),
    section(
      `Employees (${shownOf(employees, ROWS_SHOWN)})`,
      ["employee", "title", "department", "license", "because of rule", "account"],
      employees.slice(0, ROWS_SHOWN).map(employeeCells),
    ),
    section(
      `Waiting (${shownOf(waiting, ROWS_SHOWN)})`,
      ["employee", "what", "until", "because"],
      waiting.slice(0, ROWS_SHOWN).map(waitingCells),
    ),
    section(
      `Dead letters (${deadLetters.length > FAILURES_SHOWN ? shownOf(deadLetters, FAILURES_SHOWN) : deadLetters.length})`,
      ["file and line", "event", "employee", "code", "reason"],
      deadLetters.slice(0, FAILURES_SHOWN).map(deadLetterCells),
    ),
    ...warnings(refused, ({ file, line, code }) => `${file}:${line}: SQS refused this event (${code})`),
    ...warnings(unaccounted, ({ file, line }) => `${file}:${line}: this event is not accounted for`),
    ...leftOut(report),
  ].join("\n");
};

const summaryOf = ({ sent, retries, seconds, waitedSeconds }: RunReport): string => {
  const rate = (sent / Math.max(seconds, 0.001)).toFixed(0);
  const waited = waitedSeconds < 1 ? "" : `, then ${waitedSeconds.toFixed(0)} s for what came due`;
  const again = `${retries} ${retries === 1 ? "delivery" : "deliveries"} tried again`;
  return `${counted(sent, "event")} in ${seconds.toFixed(1)} s (${rate}/s), ${again}${waited}`;
};

/** What needs somebody stands out, if there is any. */
const coloredOutcome = (outcome: MessageOutcome, events: number): Cell => {
  if (events === 0) return { text: outcome, as: "secondary" };
  if (outcome === "dead-lettered") return { text: outcome, as: "wrong" };
  return outcome === "waiting" ? { text: outcome, as: "warning" } : outcome;
};

const shownOf = (rows: readonly unknown[], most: number): string => `${Math.min(most, rows.length)} of ${rows.length}`;

const warnings = <T>(rows: readonly T[], text: (row: T) => string): readonly string[] =>
  rows.slice(0, FAILURES_SHOWN).map((row) => wrong(text(row)));

/** Says what is not here, and where it is. */
const leftOut = ({ deadLetters, refused, unaccounted }: RunReport): readonly string[] => {
  const hidden = [deadLetters, refused, unaccounted].map(({ length }) => Math.max(0, length - FAILURES_SHOWN));
  const count = hidden.reduce((sum, each) => sum + each, 0);
  return count === 0 ? [] : [wrong(`${count} more failed: --json lists all of them`)];
};

const employeeCells = ({ employeeId, title, department, license, rule, employed, suspended }: EmployeeRow) => {
  const account = suspended ? "suspended" : "active";
  const state = license === undefined ? "none" : account;
  return [employeeId, title, department, license ?? "-", rule, employed ? state : `${state}, left`];
};

const waitingCells = ({ employeeId, fact, until, because }: WaitingRow) => [employeeId, fact ?? "-", until, because];

const deadLetterCells = ({ file, line, eventId, employeeId, code, message }: DeadLetterRow) => [
  file === undefined ? "-" : `${file}:${line}`,
  eventId || "-",
  employeeId || "-",
  { text: code, as: "wrong" as const },
  message,
];

const section = (title: string, ...[head, rows]: Parameters<typeof table>): string =>
  `\n${heading(title)}\n${table(head, rows)}`;
