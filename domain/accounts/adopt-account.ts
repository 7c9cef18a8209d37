import type { EmployeeRecord } from "../employee-record.ts";
import type { Employees } from "../employees.ts";
import { Failure } from "../failures.ts";
import type { Account } from "./directory.ts";

/**
 * Ties an account that was found to the employee. First linked, then claimed: an employee who gets another account in the meantime must
 * leave no claim on this one.
 * @throws Failure `CreationInProgress` if the employee got another account meanwhile, `UserOwnedByAnotherEmployee`
 */
export const adoptAccount = async (employees: Employees, record: EmployeeRecord, { id }: Account): Promise<void> => {
  const { employeeId, link } = record;
  if (link.candidateId !== id && !(await employees.linkCandidate(record, id))) {
    throw new Failure("CreationInProgress", "another event of this employee got a user in the meantime");
  }
  try {
    await employees.claim(id, employeeId);
  } catch (error) {
    if (error instanceof Failure && !error.retryable) await employees.unlinkCandidate(employeeId, id);
    throw error;
  }
};
