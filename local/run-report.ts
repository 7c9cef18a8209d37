import { paginateListUsers } from "@aws-sdk/client-chime";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { sqsDeadLetterQueue } from "../adapters/sqs/dead-letter-queue.ts";
import { readEmployeeItem } from "../adapters/state/employee-item.ts";
import type { DeadLetter } from "../dead-letters/dead-letter.ts";
import { summarize } from "../dead-letters/summarize.ts";
import { LICENSES, type License } from "../domain/accounts/license.ts";
import type { LocalClients } from "./clients.ts";
import { type Origin, originsOf } from "./origins.ts";
import { type LicenseChange, type MessageOutcome, OUTCOMES, type OutcomeLog } from "./outcomes.ts";

/** What came of a run. No email and no name. */
export type RunReport = {
  readonly sent: number;
  readonly outcomes: Readonly<Record<MessageOutcome, number>>;
  readonly changes: readonly LicenseChange[];
  readonly retries: number;
  readonly unaccounted: readonly Origin[];
  /** What SQS did not take, with its code. */
  readonly refused: readonly (Origin & { readonly code: string })[];
  readonly users: Readonly<Record<License, number>>;
  readonly employees: readonly EmployeeRow[];
  readonly deadLetters: readonly DeadLetterRow[];
  readonly seconds: number;
};
export type EmployeeRow = {
  readonly employeeId: string;
  readonly title: string;
  readonly department: string;
  readonly license: License;
  readonly rule: string;
};
export type DeadLetterRow = Pick<DeadLetter, "code" | "message"> &
  Partial<Origin> & {
    readonly queue: string;
    readonly eventId: string;
    readonly employeeId: string;
  };

/** A source queue with its dead-letter queue. */
export type DeadLetterSource = { readonly name: string; readonly url: string; readonly deadLetterUrl: string };

type ReportOptions = {
  readonly clients: LocalClients;
  readonly accountId: string;
  readonly employeesTable: string;
  readonly queues: readonly DeadLetterSource[];
  /** By message ID. */
  readonly sent: ReadonlyMap<string, Origin>;
  readonly refused: RunReport["refused"];
  readonly log: OutcomeLog;
  readonly seconds: number;
};

/** Reads the final state through the same APIs that anybody else would use. */
export const runReport = async (options: ReportOptions): Promise<RunReport> => {
  const { clients, accountId, employeesTable, sent, refused, log, seconds } = options;
  const deadLetters = (await Promise.all(options.queues.map((queue) => deadLettersIn(clients, queue)))).flat();
  const deadMessageIds = new Set(deadLetters.map(({ id }) => id));
  const originOf = originsOf(sent, log.deadLettered);
  // A message that SQS's redrive policy moved keeps its ID, and no function had the time to log it.
  const outcomeOf = (messageId: string) =>
    log.outcomes.get(messageId) ?? (deadMessageIds.has(messageId) ? "dead-lettered" : undefined);
  return {
    sent: sent.size,
    outcomes: countBy(OUTCOMES, [...sent.keys()].map(outcomeOf)),
    changes: log.changes(),
    retries: log.retries(),
    unaccounted: [...sent].filter(([id]) => outcomeOf(id) === undefined).map(([, origin]) => origin),
    refused,
    users: countBy(LICENSES, await licensesOf(clients, accountId)),
    employees: await employeeRows(clients, employeesTable),
    deadLetters: deadLetters.map(({ id, row }) => ({ ...originOf(id, row), ...row })),
    seconds,
  };
};

/** Whether every event was taken and accounted for, and at least one of them was applied. */
export const isComplete = ({ sent, outcomes, unaccounted, refused }: RunReport): boolean =>
  unaccounted.length === 0 && refused.length === 0 && outcomes["dead-lettered"] < sent;

const countBy = <K extends string>(keys: readonly K[], values: readonly (K | undefined)[]) =>
  Object.fromEntries(keys.map((key) => [key, values.filter((value) => value === key).length])) as Record<K, number>;

const licensesOf = async ({ chime }: LocalClients, accountId: string): Promise<(License | undefined)[]> => {
  const licenses: (License | undefined)[] = [];
  for await (const { Users = [] } of paginateListUsers({ client: chime, pageSize: 200 }, { AccountId: accountId })) {
    licenses.push(...Users.map(({ LicenseType }) => LicenseType));
  }
  return licenses;
};

const employeeRows = async ({ dynamodb }: LocalClients, table: string): Promise<EmployeeRow[]> => {
  const rows: EmployeeRow[] = [];
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName: table })) {
    rows.push(...Items.flatMap(employeeRow));
  }
  return rows.sort((a, b) => (a.employeeId < b.employeeId ? -1 : 1));
};

/** None for a claim, or for an employee to whom nothing was applied. */
const employeeRow = (item: object): EmployeeRow[] => {
  if ("ownerId" in item) return [];
  const { employeeId, current, applied, decisions } = readEmployeeItem(item);
  const decision = decisions.at(-1);
  if (applied === undefined || decision === undefined) return [];
  const { title, department } = current.fact.role;
  return [{ employeeId, title, department, license: applied.license, rule: decision.rule }];
};

/** All of them, because a person wants to see what a run left. */
const deadLettersIn = async ({ sqs }: LocalClients, { name, url, deadLetterUrl }: DeadLetterSource) => {
  const queue = sqsDeadLetterQueue(sqs, { name, sourceUrl: url, deadLetterUrl });
  const keep = Number.POSITIVE_INFINITY;
  const { deadLetters } = await summarize(queue, { shouldStop: () => false, filter: {}, keep });
  return deadLetters.map((deadLetter) => ({ id: deadLetter.id, row: deadLetterRow(name, deadLetter) }));
};

const deadLetterRow = (queue: string, { code, message, eventId = "", employeeId = "" }: DeadLetter): DeadLetterRow => ({
  queue,
  code,
  message,
  eventId,
  employeeId,
});
