import type { EmployeeRecord } from "../employee-record.ts";
import type { Employees } from "../employees.ts";
import { Failure } from "../failures.ts";
import { requireTime, type TimeSignal } from "../require-time.ts";
import type { Account } from "./directory.ts";

export type AdoptDependencies = {
  readonly employees: Employees;
  readonly now: () => Date;
  readonly signal: TimeSignal;
};

/**
 * Ties an account that was found to the employee. First linked, then claimed: an employee who gets another account in
 * the meantime must leave no claim on this one.
 * @throws Failure `CreationInProgress` if the employee got another account meanwhile, `UserOwnedByAnotherEmployee`,
 * `DeadlineExceeded`
 */
export const adoptAccount = async (
  { employees, now, signal }: AdoptDependencies,
  record: EmployeeRecord,
  { id }: Account,
): Promise<void> => {
  const { employeeId, link } = record;
  if (link.candidateId !== id && !(await employees.linkCandidate(record, id))) {
    throw new Failure("CreationInProgress", "another event of this employee got a user in the meantime");
  }
  requireTime(signal);
  try {
    await employees.claim(id, employeeId, now());
  } catch (error) {
    if (isOwnedByAnother(error)) await employees.unlink(employeeId, id);
    throw error;
  }
};

export const isOwnedByAnother = (error: unknown): boolean =>
  error instanceof Failure && error.code === "UserOwnedByAnotherEmployee";
