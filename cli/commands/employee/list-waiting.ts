import type { DueEmployee, WaitingIndex } from "../../../adapters/state/waiting-index.ts";
import type { Employees } from "../../../domain/employees.ts";
import { Failure } from "../../../domain/failures.ts";
import { withEmployees } from "../../employees.ts";
import type { StageOptions } from "../../options.ts";
import { age, counted, heading, table } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { type Wait, waitsOf } from "../../waits.ts";

/** One thing that an employee waits for. `RecordUnreadable` is one whose record only another release can read. */
export type WaitingRow = { readonly employeeId: string } & (
  | Wait
  | { readonly because: "RecordUnreadable"; readonly until: string }
);

/** `employee list --waiting --json`: how many wait, and a row for each thing that the next ones wait for. */
export type WaitingListDocument = { readonly waiting: number; readonly employees: readonly WaitingRow[] };

/** How many employees are shown without --limit. */
const SHOWN = 100;
/** Later than any day that HR may say. */
const ALWAYS = "9999-12-31T23:59:59.999Z";

/**
 * `seatkeeper employee list --waiting`: who waits, and for what, the next one first. Asks the index of those who wait,
 * never the whole table, and no personal data is shown. @throws CommandFailed
 */
export const listWaiting = async ({
  stage,
  json,
  limit = SHOWN,
}: StageOptions & { readonly limit?: number }): Promise<CommandResult> => {
  const { waiting, rows } = await withEmployees(stage, async ({ employees, index }) => {
    const found = await findWaiting(index, limit);
    return {
      waiting: found.count,
      rows: (await Promise.all(found.next.map((each) => rowsOf(employees, each)))).flat(),
    };
  });
  const document: WaitingListDocument = { waiting, employees: rows };
  const text = json ? JSON.stringify(document, null, 2) : listText(waiting, rows, limit);
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
const rowsOf = async (employees: Employees, { employeeId, wakeAt }: DueEmployee): Promise<readonly WaitingRow[]> => {
  try {
    const record = await employees.read(employeeId);
    return record === undefined ? [] : waitsOf(record).map((wait) => ({ employeeId, ...wait }));
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "RecordUnreadable") throw error;
    return [{ employeeId, because: error.code, until: wakeAt }];
  }
};

const listText = (waiting: number, rows: readonly WaitingRow[], limit: number): string => {
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
