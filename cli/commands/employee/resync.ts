import { confirmStage } from "../../../config/confirm-stage.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import type { Employees } from "../../../domain/employees.ts";
import { Failure } from "../../../domain/failures.ts";
import { type IdSource, readEmployeeIds, stdinIds } from "../../employee-ids.ts";
import { withEmployees } from "../../employees.ts";
import { catchInterruption, isInterrupted } from "../../interruption.ts";
import type { StageOptions } from "../../options.ts";
import { counted } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { progressBar } from "../../progress.ts";
import { type ResyncEmployees, resyncQueue, withResyncs } from "../../resyncs.ts";
import { visible } from "../../visible.ts";

export type ResyncOptions = StageOptions & { readonly yes?: boolean };

/**
 * `employee resync --json`: what became of each of the `asked`, named once each. `sent` went to a queue, `queues` says how
 * many to which; nothing is known of the `unknown`; the records of the `unreadable` are of another release; SQS did not
 * take the resyncs of the `refused`, for whom sending again is harmless; `notTried` came after Ctrl-C.
 */
export type ResyncDocument = {
  readonly stage: string;
  readonly asked: number;
  readonly sent: number;
  readonly queues: Readonly<Record<string, number>>;
  readonly unknown: readonly string[];
  readonly unreadable: readonly string[];
  readonly refused: readonly string[];
  readonly notTried: readonly string[];
};

/** So many employees are read side by side, and then sent. */
const CHUNK = 100;

/**
 * `seatkeeper employee resync ID…`: asks the stage's functions to make the directory match each record again; `-` reads
 * the IDs from stdin. No fact is sent, so it may be done at any time and twice: there is no dry run.
 * @throws UsageError if an ID cannot be one; CommandFailed
 */
export const employeeResync = async (
  given: readonly string[],
  { stage, json = false, yes = false }: ResyncOptions,
  stdin: IdSource = stdinIds,
): Promise<CommandResult> => {
  const ids = await readEmployeeIds(given, stdin);
  await confirmStage(stage, { confirmed: yes, otherwise: "give --yes" });
  catchInterruption();
  const account = await withEmployees(stage, ({ employees }) =>
    withResyncs(stage, (resync) => resyncAll(ids, { stage, employees, resync })),
  );
  const text = json ? JSON.stringify(account, null, 2) : accountText(account);
  return { text, complete: account.sent === account.asked };
};

type Tools = {
  readonly stage: string;
  readonly employees: Employees;
  readonly resync: ResyncEmployees;
};

const resyncAll = async (ids: readonly string[], tools: Tools): Promise<ResyncDocument> => {
  const chunks: Chunk[] = [];
  const bar = progressBar("resyncing", ids.length > CHUNK ? ids.length : 0, "employees");
  let tried = 0;
  while (tried < ids.length && !isInterrupted()) {
    const chunk = ids.slice(tried, tried + CHUNK);
    chunks.push(await resyncChunk(chunk, tools));
    tried += chunk.length;
    bar.show(tried);
  }
  bar.end();
  return accountOf(chunks, ids, tried, tools.stage);
};

/** What became of the employees of a chunk; `queues` are those that the sent ones went to. */
type Chunk = { readonly queues: readonly string[] } & Readonly<
  Record<"unknown" | "unreadable" | "refused", readonly string[]>
>;

const resyncChunk = async (ids: readonly string[], { stage, employees, resync }: Tools): Promise<Chunk> => {
  const read = await Promise.all(ids.map((id) => readOne(employees, id)));
  const records = read.flatMap((each) => ("record" in each ? [each.record] : []));
  const refused = new Set(await resync(records));
  const sent = records.filter(({ employeeId }) => !refused.has(employeeId));
  return {
    queues: sent.map((record) => resyncQueue(record, stage)),
    unknown: read.flatMap((each) => ("unknown" in each ? [each.unknown] : [])),
    unreadable: read.flatMap((each) => ("unreadable" in each ? [each.unreadable] : [])),
    refused: [...refused],
  };
};

const accountOf = (chunks: readonly Chunk[], ids: readonly string[], tried: number, stage: string): ResyncDocument => {
  const all = <K extends keyof Chunk>(name: K): readonly string[] => chunks.flatMap((chunk) => chunk[name]);
  const queues: Record<string, number> = {};
  for (const queue of all("queues")) queues[queue] = (queues[queue] ?? 0) + 1;
  const lists = { unknown: all("unknown"), unreadable: all("unreadable"), refused: all("refused") };
  return { stage, asked: ids.length, sent: all("queues").length, queues, ...lists, notTried: ids.slice(tried) };
};

type ReadEmployee =
  | { readonly record: EmployeeRecord }
  | { readonly unknown: string }
  | { readonly unreadable: string };

/** @throws Failure `StateUnavailable` */
const readOne = async (employees: Employees, id: string): Promise<ReadEmployee> => {
  try {
    const record = await employees.read(id);
    return record === undefined ? { unknown: id } : { record };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "RecordUnreadable") throw error;
    return { unreadable: id };
  }
};

const accountText = ({ asked, sent, queues, ...lists }: ResyncDocument): string =>
  [
    `${sent} of ${counted(asked, "employee")} resynced`,
    ...Object.entries(queues).map(([queue, count]) => `  ${count} by ${queue}`),
    ...named("Nothing is known of", lists.unknown),
    ...named("This release cannot read the record of", lists.unreadable),
    ...named("Run it again: SQS did not take the resync of", lists.refused),
    ...named("Interrupted before", lists.notTried),
    ...(sent === 0 ? [] : ["`seatkeeper employee show ID` shows when it is applied."]),
  ].join("\n");

/** So many are named; --json names all. */
const NAMED = 20;

const named = (what: string, ids: readonly string[]): readonly string[] => {
  if (ids.length === 0) return [];
  const more = ids.length > NAMED ? `, and ${ids.length - NAMED} more` : "";
  return [`${what} ${ids.slice(0, NAMED).map(visible).join(", ")}${more}`];
};
