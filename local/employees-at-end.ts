import { outcomeAtEnd } from "../cli/outcome-at-end.ts";
import type { MessageOutcome } from "../cli/outcomes.ts";
import type { LocalClients } from "./clients.ts";
import { type EmployeeRow, employeeRows, recordsIn, type WaitingRow, waitingRows } from "./employee-rows.ts";
import type { OutcomeLog } from "./outcomes.ts";

export type EmployeesOptions = {
  readonly clients: Pick<LocalClients, "dynamodb">;
  readonly employeesTable: string;
  readonly log: Pick<OutcomeLog, "waiting">;
  /** The employees with a dead letter. */
  readonly givenUp: ReadonlySet<string>;
};

/** Rows go by employee ID. `outcomeOf` gives the outcome of a message that waited; undefined for any other one. */
export type EmployeesAtEnd = {
  readonly employees: readonly EmployeeRow[];
  readonly waiting: readonly WaitingRow[];
  outcomeOf(messageId: string): MessageOutcome | undefined;
};

/** Reads the employees table once, and keeps no record of it. */
export const readEmployees = async (options: EmployeesOptions): Promise<EmployeesAtEnd> => {
  const { clients, employeesTable, log, givenUp } = options;
  const waited = Map.groupBy(log.waiting, ([, { employeeId }]) => employeeId);
  const employees: EmployeeRow[] = [];
  const waiting: WaitingRow[] = [];
  const outcomes = new Map<string, MessageOutcome>();
  for await (const record of recordsIn(clients, employeesTable)) {
    const { employeeId } = record;
    employees.push(...employeeRows(record));
    waiting.push(...waitingRows(record));
    for (const [messageId, { eventId }] of waited.get(employeeId) ?? [])
      outcomes.set(messageId, outcomeAtEnd(eventId, record, givenUp.has(employeeId)));
  }
  const outcomeWithoutRecord = (messageId: string): MessageOutcome | undefined => {
    const subject = log.waiting.get(messageId);
    return subject && outcomeAtEnd(subject.eventId, undefined, givenUp.has(subject.employeeId));
  };
  return {
    employees: employees.sort(byEmployee),
    waiting: waiting.sort(byEmployee),
    outcomeOf: (messageId) => outcomes.get(messageId) ?? outcomeWithoutRecord(messageId),
  };
};

type Row = { readonly employeeId: string };

/** By code points, and stable: what somebody waits for stays in its order. */
const byEmployee = ({ employeeId: a }: Row, { employeeId: b }: Row): number => Number(a > b) - Number(a < b);
