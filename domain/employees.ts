import type { AccountLink } from "./accounts/link.ts";
import type { EmployeeRecord } from "./employee-record.ts";
import type { Fold } from "./facts/fold.ts";
import type { HrEvent } from "./facts/hr-event.ts";

/** The employees' records. All throw Failure `StateUnavailable` if the store does not respond. */
export type Employees = {
  /** Folds as `fold` does, in one atomic step. */
  fold(event: HrEvent): Promise<Fold>;
  read(employeeId: string): Promise<EmployeeRecord>;
  /** Binds an account to one employee for good. @throws Failure `UserOwnedByAnotherEmployee` */
  claim(accountId: string, employeeId: string): Promise<void>;
  /**
   * Marks, before an account is created, the email that it is created with, unless the employee has an account by now.
   * Returns the link as it is then.
   */
  markCreatePending(employeeId: string, email: string, at: Date): Promise<AccountLink>;
  /**
   * Makes an account the candidate, before it is claimed; false if another one is by now, or if a creation was marked
   * since `record` was read.
   */
  linkCandidate(record: EmployeeRecord, accountId: string): Promise<boolean>;
  /** Takes a candidate back: the account turned out to be another employee's. */
  unlinkCandidate(employeeId: string, accountId: string): Promise<void>;
  /** Writes `after` in place of `before`; false if somebody else has written since `before` was read. */
  confirm(before: EmployeeRecord, after: EmployeeRecord): Promise<boolean>;
};
