import { sqsDeadLetterQueue } from "../adapters/sqs/dead-letter-queue.ts";
import { type MessageOutcome, OUTCOMES } from "../cli/outcomes.ts";
import type { DeadLetter } from "../dead-letters/dead-letter.ts";
import { scan } from "../dead-letters/scan.ts";
import type { License } from "../domain/accounts/license.ts";
import type { LocalClients } from "./clients.ts";
import type { EmployeeRow, WaitingRow } from "./employee-rows.ts";
import { readEmployees } from "./employees-at-end.ts";
import { type Origin, originsOf } from "./origins.ts";
import type { LicenseChange, OutcomeLog } from "./outcomes.ts";

/**
 * What came of a run. No email and no name. `seconds` is how long sending and handling took, `waitedSeconds` how long
 * the run went on for what came due. Of an event that waited, the outcome is that at the end.
 */
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
  readonly waiting: readonly WaitingRow[];
  readonly deadLetters: readonly DeadLetterRow[];
  readonly seconds: number;
  readonly waitedSeconds: number;
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
  /** The license of each user in the directory, from zero for each that it has. */
  readonly users: () => Promise<RunReport["users"]>;
  readonly employeesTable: string;
  readonly queues: readonly DeadLetterSource[];
  /** By message ID. */
  readonly sent: ReadonlyMap<string, Origin>;
  readonly refused: RunReport["refused"];
  readonly log: OutcomeLog;
} & Pick<RunReport, "seconds" | "waitedSeconds">;

/**
 * Reads the final state through the same APIs that anybody else would use, and keeps of it what the report shows: whole
 * records and messages of a large run would take more memory than the run did.
 */
export const runReport = async (options: ReportOptions): Promise<RunReport> => {
  const { clients, users, sent, refused, log, seconds, waitedSeconds } = options;
  const deadLetters = (await Promise.all(options.queues.map((queue) => deadLettersIn(clients, queue)))).flat();
  const givenUp = new Set(deadLetters.map(({ row }) => row.employeeId));
  const { employees, waiting, outcomeOf } = await readEmployees({ ...options, givenUp });
  const { outcomes, unaccounted } = accountFor(sent, outcomesAtEnd(outcomeOf, deadLetters, log));
  const originOf = originsAtEnd(options);
  return {
    sent: sent.size,
    outcomes,
    changes: log.changes(),
    retries: log.retries(),
    unaccounted,
    refused,
    users: await users(),
    employees,
    waiting,
    deadLetters: deadLetters.map(({ id, row }) => ({ ...originOf(id, row), ...row })),
    seconds,
    waitedSeconds,
  };
};

type FoundDeadLetter = { readonly id: string; readonly row: DeadLetterRow };

type OutcomeOf = (messageId: string) => MessageOutcome | undefined;

/** The outcome of a message by its ID; undefined if it has none. `outcomeOf` is that of one that waited. */
const outcomesAtEnd = (outcomeOf: OutcomeOf, deadLetters: readonly FoundDeadLetter[], log: OutcomeLog): OutcomeOf => {
  const deadMessageIds = new Set(deadLetters.map(({ id }) => id));
  // A message that SQS's redrive policy moved keeps its ID, and no function had the time to log it.
  return (id) => outcomeOf(id) ?? log.outcomes.get(id) ?? (deadMessageIds.has(id) ? "dead-lettered" : undefined);
};

/** Counts the outcomes, and lists where the messages came from that have none. */
const accountFor = (sent: ReportOptions["sent"], outcomeOf: OutcomeOf): Pick<RunReport, "outcomes" | "unaccounted"> => {
  const outcomes = zeros(OUTCOMES);
  const unaccounted: Origin[] = [];
  for (const [id, origin] of sent) {
    const outcome = outcomeOf(id);
    if (outcome === undefined) unaccounted.push(origin);
    else outcomes[outcome] += 1;
  }
  return { outcomes, unaccounted };
};

/** Where a dead letter came from: what a resync gave up began with an event that waited. */
const originsAtEnd = ({ sent, log }: ReportOptions) => {
  const originOf = originsOf(sent, log.deadLettered);
  const waited = Map.groupBy(log.waiting, ([, { employeeId }]) => employeeId);
  return (id: string, row: DeadLetterRow): Origin | undefined => {
    const [first] = waited.get(row.employeeId) ?? [];
    return originOf(id, row) ?? (first === undefined ? undefined : sent.get(first[0]));
  };
};

/** Whether every event was taken and accounted for, and at least one of them was applied. */
export const isComplete = ({ sent, outcomes, unaccounted, refused }: RunReport): boolean =>
  unaccounted.length === 0 && refused.length === 0 && outcomes["dead-lettered"] < sent;

const zeros = <K extends string>(keys: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

/** All of them, because a person wants to see what a run left. */
const deadLettersIn = async (
  { sqs }: LocalClients,
  { name, url, deadLetterUrl }: DeadLetterSource,
): Promise<FoundDeadLetter[]> => {
  const queue = sqsDeadLetterQueue(sqs, { name, sourceUrl: url, deadLetterUrl });
  const found: FoundDeadLetter[] = [];
  await scan([queue], { shouldStop: () => false, filter: {} }, async ({ selected }) => {
    found.push(...selected.map((deadLetter) => ({ id: deadLetter.id, row: deadLetterRow(name, deadLetter) })));
    return [];
  });
  return found;
};

const deadLetterRow = (queue: string, { code, message, eventId = "", employeeId = "" }: DeadLetter): DeadLetterRow => ({
  queue,
  code,
  message,
  eventId,
  employeeId,
});
