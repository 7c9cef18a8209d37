import { randomUUID } from "node:crypto";
import { findQueue } from "../adapters/sqs/find-queue.ts";
import { type SendResyncs, sendResyncsTo } from "../adapters/sqs/send-resyncs.ts";
import type { EmployeeRecord } from "../domain/employee-record.ts";
import { applyDue } from "../domain/facts/apply-fact.ts";
import { FACT_KINDS, type FactKind } from "../domain/facts/hr-event.ts";
import { dutyOf } from "../domain/wake.ts";
import { QUEUES } from "../events/catalogue.ts";
import { resyncBody } from "../events/resync.ts";
import { noteIfPaused } from "./pausing/note-if-paused.ts";
import { queueName, withSqs } from "./stage.ts";

/** Asks the functions to look at employees again. Returns the IDs of those whose resync SQS did not take. */
export type ResyncEmployees = (records: readonly EmployeeRecord[]) => Promise<readonly string[]>;

/** The queue whose function may do what the record asks for by now. */
export const resyncQueue = (record: EmployeeRecord, stage: string): string =>
  queueName(stage, QUEUES[dutyAt(record)].queue);

const dutyAt = (record: EmployeeRecord): FactKind => dutyOf(applyDue(record, new Date()));

/**
 * Calls `act` with the queues of a stage; says so if it is paused.
 * @throws CommandFailed if they cannot be found, and what `act` throws
 */
export const withResyncs = <T>(stage: string, act: (resync: ResyncEmployees) => Promise<T>): Promise<T> =>
  withSqs(stage, async (client) => {
    await noteIfPaused(stage);
    const urls = await Promise.all(
      FACT_KINDS.map(async (kind) => [kind, await findQueue(client, queueName(stage, QUEUES[kind].queue))] as const),
    );
    const send = sendResyncsTo(client, Object.fromEntries(urls) as Record<FactKind, string>);
    return act((records) => resyncAll(send, records));
  });

/** In a request: the most that SQS takes. */
const BATCH = 10;

const resyncAll = async (send: SendResyncs, records: readonly EmployeeRecord[]): Promise<readonly string[]> => {
  const refused = [...Map.groupBy(records, dutyAt)].flatMap(([by, employees]) =>
    Array.from({ length: Math.ceil(employees.length / BATCH) }, (_, index) =>
      sendTen(send, by, employees.slice(index * BATCH, (index + 1) * BATCH)),
    ),
  );
  return (await Promise.all(refused)).flat();
};

/** SQS says how many it did not take: each goes alone then, which is once more for some, and harmless. */
const sendTen = async (
  send: SendResyncs,
  by: FactKind,
  employees: readonly EmployeeRecord[],
): Promise<readonly string[]> => {
  const failed = await send(by, employees.map(bodyOf));
  if (failed === 0) return [];
  if (failed === employees.length) return employees.map(({ employeeId }) => employeeId);
  return (await Promise.all(employees.map((each) => sendTen(send, by, [each])))).flat();
};

const bodyOf = ({ employeeId }: EmployeeRecord): string =>
  resyncBody({ employeeId, because: "Operator" }, randomUUID(), new Date());
