import { MAX_READ } from "../../adapters/state/read-employees.ts";
import type { ScannedEmployee } from "../../adapters/state/scan-employees.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import type { StageEmployees } from "../employees.ts";
import { CommandFailed } from "../errors.ts";
import { type Absence, findAbsent, type MaxAbsent, requireFew } from "./absent.ts";
import type { Check, Problem } from "./check-roster.ts";
import { type RosterRow, type RowContext, readRow } from "./read-row.ts";
import type { Roster } from "./roster.ts";
import { findRoster } from "./roster-file.ts";
import { type Export, eventsOfRow, ROW_NEWS, type RowNews } from "./row-events.ts";
import type { Spool } from "./spool.ts";

/** What an import reads of a stage; nothing for one without. */
export type StageReader = Pick<StageEmployees, "readAll"> & {
  readonly scan: () => AsyncIterable<readonly ScannedEmployee[]>;
};

export type PlanOptions = {
  readonly stage: StageReader | undefined;
  /** Rows with another address and another name are the same people. */
  readonly allowRenamed: boolean;
  /** Undefined if nobody leaves by absence. */
  readonly maxAbsent: MaxAbsent | undefined;
  readonly now: Date;
};

/** What the good rows came to. `problems` are those that show only beside what the stage has. */
export type Plan = {
  readonly news: Readonly<Record<RowNews, number>>;
  readonly cancelled: number;
  readonly problems: readonly Problem[];
  readonly absence?: Absence;
};

/**
 * Reads the good rows again, and adds what they say to `spool`, compared with what the stage has.
 * @throws CommandFailed if the roster has changed since it was checked, or more are absent than may be
 */
export const planEvents = async (
  roster: Roster,
  context: RowContext,
  check: Check,
  spool: Spool,
  options: PlanOptions,
): Promise<Plan> => {
  const { stage, maxAbsent } = options;
  const { source } = context.map;
  const made: Export = { source, asOf: context.asOf, now: options.now.toISOString() };
  const planner = plannerOf(spool, made, options);
  for await (const rows of batches(goodRows(roster, context, check)))
    planner.add(rows, await stage?.readAll(rows.map(({ employeeId }) => employeeId)));
  await requireUnchanged(roster);
  if (stage === undefined || maxAbsent === undefined) return planner.plan();
  const absence = await findAbsent(stage.scan(), source, check.has);
  requireFew(absence, maxAbsent);
  for (const record of absence.absent) planner.addAbsent(record);
  return { ...planner.plan(), absence };
};

type Records = Awaited<ReturnType<StageReader["readAll"]>>;

const plannerOf = (spool: Spool, made: Export, { allowRenamed }: PlanOptions) => {
  const news = Object.fromEntries(ROW_NEWS.map((each) => [each, 0])) as Record<RowNews, number>;
  const problems: Problem[] = [];
  let cancelled = 0;

  const addRow = (row: RosterRow, record: ReturnType<Records["get"]>): void => {
    const refuse = (reason: string) => problems.push({ line: row.line, columns: [], reason });
    if (record !== undefined && "unreadable" in record) return void refuse(UNREADABLE);
    const said = eventsOfRow(row, record, made);
    if (said.isRenamed && !allowRenamed) return void refuse(RENAMED);
    news[said.news] += 1;
    cancelled += said.cancelled;
    for (const event of said.events) spool.add(row.line, event);
  };

  return {
    add: (rows: readonly RosterRow[], records: Records | undefined): void => {
      for (const row of rows) addRow(row, records?.get(row.employeeId));
    },
    /** No line of the file says it. */
    addAbsent: (record: EmployeeRecord): void => {
      const said = eventsOfRow({ line: 0, employeeId: record.employeeId, left: {} }, record, made);
      cancelled += said.cancelled;
      for (const event of said.events) spool.add(0, event);
    },
    plan: (): Plan => ({ news, cancelled, problems }),
  };
};

const UNREADABLE = "this release cannot read the stage's record of this employee; see `seatkeeper employee show`";
const RENAMED =
  "the stage knows this employee ID under another address and another name; was it given to somebody else? " +
  "--allow-renamed accepts such rows as the same people";

async function* goodRows(roster: Roster, context: RowContext, { bad }: Check): AsyncGenerator<RosterRow> {
  for await (const record of roster.rows()) {
    if (bad.has(record.line)) continue;
    const reading = readRow(record, context, new Map());
    if (reading.is === "row") yield reading.row;
  }
}

async function* batches(rows: AsyncIterable<RosterRow>): AsyncGenerator<readonly RosterRow[]> {
  let batch: RosterRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < MAX_READ) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const requireUnchanged = async ({ file }: Roster): Promise<void> => {
  const { bytes, modifiedAt } = await findRoster(file.path);
  if (bytes === file.bytes && modifiedAt === file.modifiedAt) return;
  throw new CommandFailed(`${file.name} changed while it was read: import it again. Nothing was sent`);
};
