import { scanEmployees } from "../adapters/state/scan-employees.ts";
import type { License } from "../domain/accounts/license.ts";
import type { EmployeeRecord, WaitReason } from "../domain/employee-record.ts";
import type { FactKind } from "../domain/facts/hr-event.ts";
import type { LocalClients } from "./clients.ts";

/**
 * Who has which license and why. `license` is missing if there is no account, `suspended` is that of an account. Title
 * and department are empty of somebody who left before anything else was known.
 */
export type EmployeeRow = {
  readonly employeeId: string;
  readonly title: string;
  readonly department: string;
  readonly employed: boolean;
  readonly license?: License;
  readonly suspended: boolean;
  readonly rule: string;
};

/** What waits: a fact for its day, or an employee for something else. `until` is ISO 8601 UTC. */
export type WaitingRow = {
  readonly employeeId: string;
  readonly because: WaitReason | "NotYetEffective";
  readonly until: string;
  readonly fact?: FactKind;
};

/** Every record of the table, in its own order. A page is in memory at a time: a record is large beside its row. */
export async function* recordsIn(
  { dynamodb }: Pick<LocalClients, "dynamodb">,
  table: string,
): AsyncGenerator<EmployeeRecord> {
  for await (const page of scanEmployees(dynamodb, table))
    for (const each of page) if (!("unreadable" in each)) yield each;
}

/** None for an employee to whom nothing was applied. */
export const employeeRows = ({
  employeeId,
  role,
  employment,
  applied,
  decisions,
}: EmployeeRecord): readonly EmployeeRow[] => {
  const decision = decisions.at(-1);
  if (applied === undefined || decision === undefined) return [];
  const { title = "", department = "" } = role?.fact.role ?? {};
  const { license, active } = applied;
  const employed = employment?.status !== "left";
  const account = license === undefined ? {} : { license };
  const suspended = license !== undefined && !active;
  return [{ employeeId, title, department, employed, ...account, suspended, rule: decision.rule }];
};

/** What is to come first comes first. */
export const waitingRows = ({ employeeId, upcoming, waiting }: EmployeeRecord): readonly WaitingRow[] => {
  const rows = upcoming.map(({ fact }): WaitingRow => {
    return { employeeId, because: "NotYetEffective", until: fact.effectiveAt, fact: fact.kind };
  });
  if (waiting === undefined) return rows;
  return [{ employeeId, because: waiting.because, until: waiting.until }, ...rows];
};
