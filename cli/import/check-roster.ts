import { type MatchedValues, unmatched } from "./conditions.ts";
import { lineTable } from "./line-table.ts";
import { type Reading, type RosterRow, type RowContext, readRow } from "./read-row.ts";
import type { Roster } from "./roster.ts";
import type { RosterMap } from "./roster-map.ts";
import type { RowProblem } from "./row-reader.ts";

/** What is wrong in a line of the roster. */
export type Problem = RowProblem & { readonly line: number };

/** Every row, accounted for: `rows` are `good`, `leftOut` by the map's filters, or the lines in `bad`. */
export type Check = {
  readonly rows: number;
  readonly good: number;
  readonly leftOut: number;
  readonly bad: ReadonlySet<number>;
  /** The first ones, in the order of the lines. */
  readonly problems: readonly Problem[];
  /** Of each column, or columns, in how many lines something is wrong. */
  readonly badColumns: ReadonlyMap<string, number>;
  /** Whether the roster has a row with this employee ID, taken or not. */
  readonly has: (employeeId: string) => boolean;
  /** How many good rows have a last day that has passed, of people who are here by the map's `when`. */
  readonly stay: number;
  /** Of how many rows the employee ID cannot be read. */
  readonly unreadable: number;
  /** Values of the map's conditions that no row has. */
  readonly unmatched: readonly string[];
};

/** So many problems are kept; a wrong date format makes one in each row. */
const MAX_PROBLEMS = 1000;

/**
 * Reads all rows once. An employee ID, and the address of somebody who works here, may be there once: of rows that
 * share one none is good, because none says which one is right. Keeps a few bytes for each row.
 */
export const checkRoster = async (roster: Roster, context: RowContext): Promise<Check> => {
  const { take, leaveOut, leavers } = context.map;
  const matched: MatchedValues = new Map();
  const account = accountOf(context.map);
  for await (const record of roster.rows()) account.add(readRow(record, context, matched));
  return { ...account.result(), unmatched: unmatched([...take, ...leaveOut, ...leavers.when], matched) };
};

const accountOf = (map: RosterMap) => {
  const faults = faultsOf();
  const ids = uniqueness("employee ID", map.employeeId.columns, faults.add);
  const addresses = uniqueness("address", map.email.columns, faults.add);
  const others = lineTable();
  let [rows, leftOut, unreadable, stay] = [0, 0, 0, 0];

  const addGood = ({ employeeId, works, line, stays }: RosterRow): void => {
    ids.add(employeeId, line);
    if (stays) stay += 1;
    if (works !== undefined) addresses.add(works.data.email, line);
  };
  const addOther = (reading: Exclude<Reading, { readonly is: "row" }>): void => {
    const { employeeId, line } = reading;
    if (employeeId !== undefined) others.note(employeeId, line);
    if (reading.is === "left-out") leftOut += 1;
    else {
      if (employeeId === undefined) unreadable += 1;
      for (const problem of reading.problems) faults.add(line, problem);
    }
  };
  const result = (): Omit<Check, "unmatched"> => ({
    ...{ rows, leftOut, unreadable, stay, bad: faults.bad, badColumns: faults.badColumns },
    good: rows - leftOut - faults.bad.size,
    problems: faults.problems.toSorted((a, b) => a.line - b.line),
    has: (employeeId) => ids.has(employeeId) || others.has(employeeId),
  });
  return {
    add: (reading: Reading): void => {
      rows += 1;
      if (reading.is === "row") addGood(reading.row);
      else addOther(reading);
    },
    result,
  };
};

const faultsOf = () => {
  const bad = new Set<number>();
  const problems: Problem[] = [];
  const badColumns = new Map<string, number>();
  const add = (line: number, problem: RowProblem): void => {
    bad.add(line);
    const named = problem.columns.join(", ");
    badColumns.set(named, (badColumns.get(named) ?? 0) + 1);
    if (problems.length < MAX_PROBLEMS) problems.push({ line, ...problem });
  };
  return { bad, problems, badColumns, add };
};

/** Refuses values that two rows share, in both: each names the other. */
const uniqueness = (what: string, columns: readonly string[], refuse: (line: number, problem: RowProblem) => void) => {
  const lines = lineTable();
  const shared = new Set<number>();
  const add = (value: string, line: number): void => {
    const first = lines.note(value, line);
    if (first === undefined) return;
    if (!shared.has(first)) refuse(first, { columns, reason: `the same ${what} is in line ${line}` });
    shared.add(first);
    refuse(line, { columns, reason: `the same ${what} is in line ${first}` });
  };
  return { add, has: lines.has };
};
