import type { AccountLink } from "./accounts/link.ts";
import type { EmployeeRecord } from "./employee-record.ts";
import type { Fold } from "./facts/fold.ts";
import type { HrEvent } from "./facts/hr-event.ts";

/** The employees' records. All throw Failure `StateUnavailable` if the store does not respond. */
export type Employees = {
  /** Folds as `fold` does, in one atomic step. @throws Failure as fold does */
  fold(event: HrEvent, now: Date): Promise<Fold>;
  /** Undefined if nothing is known of the employee. */
  read(employeeId: string): Promise<EmployeeRecord | undefined>;
  /** A record that is known to be there, as it is now. */
  reread(record: EmployeeRecord): Promise<EmployeeRecord>;
  /**
   * Writes `after` in place of `before`, but for its link, of which it writes the account alone; false if somebody else
   * has written since `before` was read.
   */
  save(before: EmployeeRecord, after: EmployeeRecord): Promise<boolean>;
  /**
   * Binds an account to one employee: a free one, her own, or one that was let go a while ago.
   * @throws Failure `UserOwnedByAnotherEmployee`
   */
  claim(accountId: string, employeeId: string, now: Date): Promise<void>;
  /**
   * Before an account is released: marks that in the record, and keeps others from claiming it, also if nobody had
   * claimed it yet. False if it is another employee's.
   */
  holdClaim(accountId: string, employeeId: string, now: Date): Promise<boolean>;
  /** After an account was released: others may claim it. */
  letGo(accountId: string, employeeId: string): Promise<void>;
  /**
   * Marks, before an account is created, the email that it is created with, unless the employee has an account by now.
   * Returns the link as it is then.
   */
  markCreatePending(employeeId: string, email: string, at: Date): Promise<AccountLink>;
  /** Marks that she was invited under this email, so that she is not invited again soon. */
  markInvited(employeeId: string, email: string, at: Date): Promise<void>;
  /**
   * Makes an account the candidate, before it is claimed; false if another one is by now, or if a creation was marked
   * since `record` was read.
   */
  linkCandidate(record: EmployeeRecord, accountId: string): Promise<boolean>;
  /** Unties this account, and no other: it turned out to be another employee's. */
  unlink(employeeId: string, accountId: string): Promise<void>;
  /** Unties this account, and no other: the directory has it no more. Gives up the claim on it, and the invitation. */
  forgetLost(employeeId: string, accountId: string): Promise<void>;
};
