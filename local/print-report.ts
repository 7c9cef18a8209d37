import { counted, heading, table, warning } from "../cli/print.ts";
import { OUTCOMES } from "./outcomes.ts";
import type { RunReport } from "./run-report.ts";

const ROWS_SHOWN = 10;

/** The report for a terminal. It has no colors elsewhere, or if `NO_COLOR` is set. */
export const printReport = (report: RunReport): string => {
  const { sent, outcomes, changes, users, employees, deadLetters, unaccounted, retries, seconds } = report;
  const rate = (sent / Math.max(seconds, 0.001)).toFixed(0);
  const shown = employees.slice(0, ROWS_SHOWN);
  return [
    section(
      `${counted(sent, "event")} in ${seconds.toFixed(1)} s (${rate}/s), ${retries} deliveries tried again`,
      ["outcome", "events"],
      OUTCOMES.map((outcome) => [outcome, outcomes[outcome]]),
    ),
    section(
      "License changes",
      ["from", "to", "events"],
      changes.map(({ from, to, events }) => [from, to, events]),
    ),
    section("Users by license", ["license", "users"], Object.entries(users)),
    section(
      `Employees (${shown.length} of ${employees.length})`,
      ["employee", "title", "department", "license", "because of rule"],
      shown.map(({ employeeId, title, department, license, rule }) => [employeeId, title, department, license, rule]),
    ),
    section(
      `Dead letters (${deadLetters.length})`,
      ["file and line", "event", "employee", "code", "reason"],
      deadLetters.map(({ file, line, eventId, employeeId, code, message }) => [
        file === undefined ? "-" : `${file}:${line}`,
        eventId || "-",
        employeeId || "-",
        code,
        message,
      ]),
    ),
    ...report.refused.map(({ file, line, code }) => warning(`${file}:${line}: SQS refused this event (${code})`)),
    ...unaccounted.map(({ file, line }) => warning(`${file}:${line}: this event is not accounted for`)),
  ].join("\n");
};

const section = (title: string, ...[head, rows]: Parameters<typeof table>): string =>
  `\n${heading(title)}\n${table(head, rows)}`;
