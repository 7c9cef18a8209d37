import type { License } from "./accounts/license.ts";
import type { HrEventType, Role } from "./facts/hr-event.ts";

/** What HR last said of an employee: the part of the newest event that decisions are made from. */
export type EmployeeFacts = {
  readonly event: HrEventType;
  readonly email: string;
  readonly displayName?: string;
  readonly effectiveAt: string;
  readonly role: Role;
};

export type DecisionOutcome = "created" | "updated" | "unchanged" | "stale";

/** One answer to "why does she have Pro?". `at` is ISO 8601 UTC; `rule` is the policy rule that gave the license. */
export type Decision = {
  readonly eventId: string;
  readonly eventDigest: string;
  readonly rule: string;
  readonly license: License;
  readonly outcome: DecisionOutcome;
  readonly at: string;
};

/**
 * Everything known of one employee.
 * `version` orders events (see versionOf); `previousVersion` is the one that it replaced, empty on the first; `applied` is what the directory
 * was last confirmed to hold and the version it was decided from; `decisions` are the last ones, oldest first;
 * `linkedUserId` is a user that was found and is about to be claimed, `userId` the one that is confirmed;
 * `creationEmails` are those that we began to create the user with, `creationNotedAt` when we last did (ISO 8601 UTC);
 * `revision` counts the writes of folds and confirmations, so that a confirmation never overwrites what it has not seen.
 */
export type EmployeeRecord = {
  readonly employeeId: string;
  readonly facts: EmployeeFacts;
  readonly version: string;
  readonly previousVersion: string;
  readonly eventId: string;
  readonly eventDigest: string;
  readonly recentEventIds: readonly string[];
  readonly userId?: string;
  readonly linkedUserId?: string;
  readonly creationEmails?: ReadonlySet<string>;
  readonly creationNotedAt?: string;
  readonly applied?: { readonly license: License; readonly version: string };
  readonly decisions: readonly Decision[];
  readonly revision: number;
};
