import type { DueEmployee, WaitingIndex } from "../../../adapters/state/waiting-index.ts";
import type { Employees } from "../../../domain/employees.ts";
import { Failure } from "../../../domain/failures.ts";
import { withEmployees } from "../../employees.ts";
import type { StageOptions } from "../../options.ts";
import { age, counted, heading, table } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { type Wait, waitsOf } from "../../waits.ts";

export type ListOptions = StageOptions & { readonly limit?: number };

/** An employee may wait for more than one thing. `RecordUnreadable` is one whose record only another release can read. */
type Row = { readonly employeeId: string } & (Wait | { readonly because: "RecordUnreadable"; readonly until: string });

/** How many employees are shown without --limit. */
const SHOWN = 100;
/** Later than any day that HR may say. */
const ALWAYS = "9999-12-31T23:59:59.999Z";

/**
 * `seatkeeper employee list --waiting`: who waits, and for what, the next one first. Asks the index of those who wait,
 * never the whole table, and no personal data is shown. @throws CommandFailed
 */
export const employeeList = async ({ stage, json, limit = SHOWN }: ListOptions): Promise<CommandResult> => {
  const { waiting, rows } = await withEmployees(stage, async ({ employees, index }) => {
    const found = await findWaiting(index, limit);
    return {
      waiting: found.count,
      rows: (await Promise.all(found.next.map((each) => rowsOf(employees, each)))).flat(),
    };
  });
  const text = json ? JSON.stringify({ waiting, employees: rows }, null, 2) : listText(waiting, rows, limit);
  return { text, complete: true };
};

/** Counts all, and keeps those that are next. */
const findWaiting = async (index: WaitingIndex, limit: number) => {
  let count = 0;
  let next: readonly DueEmployee[] = [];
  for await (const page of index.due(undefined, ALWAYS)) {
    count += page.length;
    next = [...next, ...page].sort((a, b) => (a.wakeAt < b.wakeAt ? -1 : 1)).slice(0, limit);
  }
  return { count, next };
};

/** None if the employee does not wait any more: the index is a moment behind the record. */
const rowsOf = async (employees: Employees, { employeeId, wakeAt }: DueEmployee): Promise<readonly Row[]> => {
  try {
    const record = await employees.read(employeeId);
    return record === undefined ? [] : waitsOf(record).map((wait) => ({ employeeId, ...wait }));
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "RecordUnreadable") throw error;
    return [{ employeeId, because: error.code, until: wakeAt }];
  }
};

const listText = (waiting: number, rows: readonly Row[], limit: number): string => {
  if (waiting === 0) return "Nobody waits.";
  const now = new Date();
  const cells = rows.map((row) => [
    row.employeeId,
    row.because,
    "since" in row && row.since !== undefined ? `${row.since} (${age(row.since, now)})` : "-",
    row.until,
    "for" in row ? row.for : "-",
  ]);
  return [
    heading(`${counted(waiting, "employee")} waiting`),
    table(["employee", "because", "since", "until", "for"], cells),
    ...(waiting > limit ? [`… and ${waiting - limit} more: --limit shows them`] : []),
  ].join("\n");
};
