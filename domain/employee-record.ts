import type { Profile } from "./accounts/directory.ts";
import type { License } from "./accounts/license.ts";
import type { AccountLink } from "./accounts/link.ts";
import type { SeenEvent } from "./facts/event-key.ts";
import type { ActiveFact, Fact, FactKind } from "./facts/hr-event.ts";

/** A fact, the event that stated it, and where it stands among the employee's facts (see versionOf). */
export type StatedFact<F extends Fact = Fact> = SeenEvent & { readonly fact: F; readonly version: string };

/**
 * A fact whose moment has not come. One that is `refused` turned out to be the hire of another person when it came, and
 * never counts: it stays until a dead letter says so (see EmployeeIdReused).
 */
export type UpcomingFact = StatedFact & { readonly refused?: true };

/** Whether somebody works here: what the newest hire or leave says. */
export type Employment = SeenEvent & { readonly status: "hired" | "left"; readonly version: string };

/**
 * What the directory was last confirmed to hold, for which state of the record, and when (ISO 8601 UTC). `license` is
 * missing if there was no account, `entitled` says whether she was to have one: if not, hers was released. `profile` is
 * there if the directory can change one. Records from before 0.2 do not say when.
 */
export type Applied = {
  readonly license?: License;
  readonly profile?: Profile;
  readonly active: boolean;
  readonly entitled: boolean;
  readonly state: number;
  readonly at?: string;
};

/**
 * Why nothing can be done now, and nobody needs to do anything: `OtherFunction`, another function has the permission;
 * `NoHireYet`, a change of somebody unknown; `AddressInUse`, the account with this email is another employee's;
 * `CreationInDoubt`, an account may have been created that does not show yet; `InvitationPending`, she was invited, and
 * no account shows yet; `DirectoryThrottled`. A fact whose day has not come is `NotYetEffective`, and lies in `upcoming`.
 */
export const WAIT_REASONS = [
  "OtherFunction",
  "NoHireYet",
  "AddressInUse",
  "CreationInDoubt",
  "InvitationPending",
  "DirectoryThrottled",
] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/**
 * Since when, and until when at the latest: then it is looked at again (ISO 8601 UTC), `for` the function of this kind of
 * event if that is the one that has the permission.
 */
export type Waiting = {
  readonly because: WaitReason;
  readonly since: string;
  readonly until: string;
  readonly for?: FactKind;
};

/** `refused` is an upcoming hire of another person, which never came to count (see EmployeeIdReused). */
export type DecisionOutcome = "created" | "updated" | "unchanged" | "released" | "reactivated" | "stale" | "refused";

/** Of how many handled events the key and the decision are kept; a reused ID is noticed as long as it is among them. */
export const HISTORY_LENGTH = 10;

/**
 * The answer to "why does she have Pro?". `license` is missing if there was no account, `from` is the license before, if
 * it was another; `at` is ISO 8601 UTC.
 */
export type Decision = SeenEvent & {
  readonly rule: string;
  readonly license?: License;
  readonly from?: License;
  readonly outcome: DecisionOutcome;
  readonly at: string;
};

/**
 * Everything known of one employee. `role` is the newest hire or role change whose moment has come, `employment` the
 * newest hire or leave: so a change that HR enters after somebody left does not bring her back, and a hire that comes
 * late loses none of the changes after it. `upcoming` are the facts whose moment has not come, the next one first.
 * `state` counts the changes of role and employment: what was applied for a state holds as long as that is the state.
 *
 * `decisions` are the last ones, oldest first; `recentEvents` are the keys (see eventKey) of the events behind them and
 * of the facts above, `cancelled` those of the events that HR took back. `revision` counts the writes, so that none
 * overwrites what it has not seen.
 */
export type EmployeeRecord = {
  readonly employeeId: string;
  readonly role?: StatedFact<ActiveFact>;
  readonly employment?: Employment;
  readonly upcoming: readonly UpcomingFact[];
  readonly state: number;
  readonly link: AccountLink;
  readonly applied?: Applied;
  readonly waiting?: Waiting;
  readonly decisions: readonly Decision[];
  readonly recentEvents: readonly string[];
  readonly cancelled: readonly string[];
  readonly revision: number;
};
