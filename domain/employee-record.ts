import type { License } from "./accounts/license.ts";
import type { AccountLink } from "./accounts/link.ts";
import type { SeenEvent } from "./facts/event-key.ts";
import type { Fact } from "./facts/hr-event.ts";

/**
 * The fact that counts now. `version` orders facts (see versionOf); `previousVersion` is the one that it replaced,
 * empty on the first. The event is the one that stated it.
 */
export type CurrentFact = SeenEvent & {
  readonly fact: Fact;
  readonly version: string;
  readonly previousVersion: string;
};

/** A license, and the version of the fact that it was decided from. */
export type LicenseTarget = { readonly license: License; readonly version: string };

export type DecisionOutcome = "created" | "updated" | "unchanged" | "stale";

/** The answer to "why does she have Pro?". `from` is the license before, if it was another; `at` is ISO 8601 UTC. */
export type Decision = SeenEvent & {
  readonly rule: string;
  readonly license: License;
  readonly from?: License;
  readonly outcome: DecisionOutcome;
  readonly at: string;
};

/**
 * Everything known of one employee. `applied` is what the directory was last confirmed to hold; `decisions` are the
 * last ones, oldest first; `recentEvents` are the keys (see eventKey) of the events behind them and of the current fact.
 * `revision` counts the writes of folds and confirmations, so that a confirmation never overwrites what it has not seen.
 */
export type EmployeeRecord = {
  readonly employeeId: string;
  readonly current: CurrentFact;
  readonly link: AccountLink;
  readonly applied?: LicenseTarget;
  readonly decisions: readonly Decision[];
  readonly recentEvents: readonly string[];
  readonly revision: number;
};
