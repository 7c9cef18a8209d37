import type { License } from "./accounts/license.ts";
import type { EmployeeRecord } from "./employee-record.ts";
import type { Fold } from "./facts/fold-event.ts";
import type { HrEvent } from "./facts/hr-event.ts";
import type { DecideLicense } from "./policy/license-policy.ts";

/** A directory's user. `license` is there where the answer told it. */
export type DirectoryUser = { readonly userId: string; readonly license?: License };

/** The license that a user is to have, and the version of the facts that it was decided from. */
export type LicenseTarget = { readonly license: License; readonly version: string };

/**
 * A directory of licensed users; Amazon Chime is one. All three throw TransientFailure or PermanentFailure.
 * `createUser` is not idempotent and answers a user that already has this email with that user, wherever it can find it.
 * `setLicense` answers the target that was set: where several are asked for one user at once, only the newest need be.
 */
export type Directory = {
  findUserByEmail(email: string): Promise<DirectoryUser | undefined>;
  createUser(email: string): Promise<DirectoryUser>;
  setLicense(userId: string, target: LicenseTarget): Promise<LicenseTarget>;
};

export type CreationNote = { readonly emails: readonly string[]; readonly userId?: string };

/** The employees' records. All throw TransientFailure `StateUnavailable` where the store does not answer. */
export type Employees = {
  /** Folds as foldEvent does, in one atomic step. */
  fold(event: HrEvent): Promise<Fold>;
  read(employeeId: string): Promise<EmployeeRecord>;
  /** Binds a directory user to one employee for good. @throws Failure `UserOwnedByAnotherEmployee` */
  claimUser(userId: string, employeeId: string): Promise<void>;
  /**
   * Notes, before the user is created, the email it is created with; answers every email noted so far, this one included. Notes nothing where
   * the employee has a user by now, and answers that.
   */
  markCreatePending(employeeId: string, email: string, at: Date): Promise<CreationNote>;
  /**
   * Says, before it is claimed, which user was found for the employee; false where that is another by now, or where a creation was
   * noted since `record` was read.
   */
  linkUser(record: EmployeeRecord, userId: string): Promise<boolean>;
  /** Takes a link back: the user turned out to be another employee's. */
  unlinkUser(employeeId: string, userId: string): Promise<void>;
  /** Writes `after` in the place of `before`; false where somebody else has written since `before` was read. */
  confirm(before: EmployeeRecord, after: EmployeeRecord): Promise<boolean>;
};

/**
 * Runs `create` once for an employee, whoever else tries at the same time; later callers get the stored answer.
 * `ran` tells whether this very call ran it.
 * @throws Failure `CreationInProgress` while another worker runs it
 */
export type CreateOnce = (
  employeeId: string,
  create: () => Promise<DirectoryUser>,
) => Promise<{ readonly user: DirectoryUser; readonly ran: boolean }>;

/** What converging needs of the world. `createOnce` is absent where users are not to be created. */
export type ConvergePorts = {
  readonly employees: Employees;
  readonly directory: Directory;
  readonly createOnce?: CreateOnce;
  readonly decideLicense: DecideLicense;
  readonly now: () => Date;
};
