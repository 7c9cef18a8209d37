import type { ScannedEmployee } from "../../../adapters/state/scan-employees.ts";
import { type EmployeeRow, employeeRow } from "../../employee-row.ts";
import { employeeTotals, type TotalsBy } from "../../employee-totals.ts";
import { type StageEmployees, withEmployees } from "../../employees.ts";
import { catchInterruption, isInterrupted } from "../../interruption.ts";
import type { StageOptions } from "../../options.ts";
import { counted, warning } from "../../print.ts";
import { type CommandResult, printError } from "../../program.ts";
import { scanProgress } from "../../scan-progress.ts";
import { type EmployeeFilter, selectsEmployee } from "../../select-employees.ts";
import { visible } from "../../visible.ts";
import { type Write, writeOut } from "../../write-out.ts";
import type { ListSummary } from "./list-document.ts";
import { csvOutput, jsonOutput, type ListOutput, tableOutput } from "./list-output.ts";
import { listWaiting } from "./list-waiting.ts";

export type ListOptions = StageOptions &
  EmployeeFilter & {
    readonly by?: TotalsBy;
    readonly attribute?: readonly string[];
    readonly csv?: boolean;
    readonly limit?: number;
  };

/**
 * `seatkeeper employee list`: who has which seat, by a scan of the whole table, which is written as it is read. Who only
 * waits is asked of the index. @throws CommandFailed
 */
export const employeeList = async (options: ListOptions, write: Write = writeOut): Promise<CommandResult> => {
  const { stage, attribute = [], csv = false, json = false, limit } = options;
  if (isWaitingAlone(options)) return listWaiting(options);
  catchInterruption();
  const output = csv
    ? csvOutput(write, attribute, limit)
    : json
      ? jsonOutput(write, limit)
      : tableOutput(attribute, limit);
  const summary = await withEmployees(stage, (employees) => readAll(employees, options, output));
  if (summary.matching === 0) await noteUnknownNames(options);
  return { text: await output.end(summary), complete: problemOf(summary) === undefined, ...withProblem(summary) };
};

/** A misspelled name must not pass for one that nobody has. Loads the policy's parser only for that. */
const noteUnknownNames = async (options: ListOptions): Promise<void> => {
  if (options.license === undefined && options.rule === undefined) return;
  const { unknownNames } = await import("./unknown-names.ts");
  for (const note of unknownNames(options.stage, options)) printError(warning(note));
};

/** The index knows who waits, and nothing else. */
const isWaitingAlone = ({ waiting, csv, by, attribute, ...others }: ListOptions): boolean => {
  const { license, rule, department, since, left, active } = others;
  const narrowing = [csv, by, attribute, license, rule, department, since, left, active];
  return waiting === true && narrowing.every((each) => each === undefined);
};

/** Hands over a page at a time, and keeps none. */
const readAll = async (
  { scan, items }: StageEmployees,
  options: ListOptions,
  output: ListOutput,
): Promise<ListSummary> => {
  const { by = "license" } = options;
  const totals = employeeTotals(by);
  const progress = await scanProgress(items);
  const unreadable: string[] = [];
  let [read, matching, unreadableCount] = [0, 0, 0];
  for await (const page of scan(progress.add)) {
    const rows = rowsOf(page, options);
    const others = page.filter((each) => "unreadable" in each);
    unreadable.push(...others.slice(0, NAMED - unreadable.length).map(({ employeeId }) => employeeId));
    rows.forEach(totals.add);
    read += page.length;
    matching += rows.length;
    unreadableCount += others.length;
    await output.add(rows);
    if (isInterrupted()) break;
  }
  progress.end();
  return { read, matching, totals: { by, counts: totals.all() }, unreadableCount, unreadable };
};

/** So many employees are named whose records cannot be read. */
const NAMED = 100;

const rowsOf = (page: readonly ScannedEmployee[], { attribute = [], ...filter }: ListOptions): readonly EmployeeRow[] =>
  page
    .flatMap((each) => ("unreadable" in each ? [] : [employeeRow(each, attribute)]))
    .filter((row) => selectsEmployee(row, filter));

const problemOf = ({ read, unreadableCount, unreadable: [first] }: ListSummary): string | undefined => {
  const problems = [
    ...(isInterrupted() ? [`Interrupted after ${counted(read, "record")}: not everybody was read`] : []),
    ...(first === undefined
      ? []
      : [`${counted(unreadableCount, "record")} of another release cannot be read, such as that of ${visible(first)}`]),
  ];
  return problems.length === 0 ? undefined : problems.join("\n");
};

const withProblem = (summary: ListSummary) => {
  const problem = problemOf(summary);
  return problem === undefined ? {} : { problem };
};
