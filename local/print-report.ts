import { styleText } from "node:util";
import Table from "cli-table3";
import { OUTCOMES } from "./outcomes.ts";
import type { RunReport } from "./run-report.ts";

const ROWS_SHOWN = 10;

/** The report as text for a reader at a terminal. Colors are left out where the output is none (`NO_COLOR` is honored). */
export const printReport = (report: RunReport): string => {
  const { sent, outcomes, users, employees, deadLetters, unaccounted, retries, seconds } = report;
  const rate = (sent / Math.max(seconds, 0.001)).toFixed(0);
  return [
    heading(`${sent} events in ${seconds.toFixed(1)} s (${rate}/s), ${retries} deliveries tried again`),
    table(
      ["outcome", "events"],
      OUTCOMES.map((outcome) => [outcome, outcomes[outcome]]),
    ),
    heading("Users by license"),
    table(["license", "users"], Object.entries(users)),
    heading(`Employees (${Math.min(ROWS_SHOWN, employees.length)} of ${employees.length})`),
    table(
      ["employee", "title", "department", "license", "because of rule"],
      employees
        .slice(0, ROWS_SHOWN)
        .map(({ employeeId, title, department, license, rule }) => [employeeId, title, department, license, rule]),
    ),
    heading(`Dead letters (${deadLetters.length})`),
    table(
      ["event", "employee", "code", "reason"],
      deadLetters.map(({ eventId, employeeId, code, message }) => [eventId || "-", employeeId || "-", code, message]),
    ),
    ...unaccounted.map(({ file, line }) => styleText("red", `${file}:${line}: this event is not accounted for`)),
  ].join("\n");
};

const heading = (text: string): string => `\n${styleText("bold", text)}`;

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const printed = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  printed.push(...rows.map((row) => [...row]));
  return printed.toString();
};
