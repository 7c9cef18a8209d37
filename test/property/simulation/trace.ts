import type { License } from "../../../domain/accounts/license.ts";
import type { ByHand, SentEvent } from "./history.ts";

/** An event as a record names it. */
export type Named = { readonly eventId?: string; readonly eventSource?: string };

/** The events behind the newest hire or change, and behind the newest hire or leave, that a record holds. */
export type Registers = { readonly role?: Named | undefined; readonly employment?: Named | undefined };

/**
 * What the simulation observed while a history ran, in order, for the history checker. No code under test computes it.
 */
export type Observation =
  | { readonly saw: "call"; readonly operation: string; readonly worker: string }
  | { readonly saw: "fault"; readonly kind: string }
  /** There are no faults after this. */
  | { readonly saw: "calm" }
  | { readonly saw: "batch"; readonly userIds: readonly string[] }
  /** A write made another fact of an employee count; `at` in ms of the simulated clock. */
  | { readonly saw: "folded"; readonly employeeId: string; readonly event: Named; readonly at: number }
  | { readonly saw: "byHand"; readonly act: ByHand; readonly email: string; readonly at: number }
  /** An operator's resync of an employee was sent. */
  | { readonly saw: "resynced"; readonly employeeId: string }
  /**
   * A message is about to be deleted; the rest describes the state at that moment, `confirmed` the facts that the
   * directory was last confirmed to match.
   */
  | {
      readonly saw: "acknowledged";
      readonly body: string;
      readonly record: StoredRecord | undefined;
      readonly confirmed: Registers | undefined;
      readonly isDeadLetter: boolean;
    };

/** The item of an employee in the employees table. */
export type StoredRecord = Named & {
  readonly employeeId: string;
  readonly userId?: string;
  readonly employment?: Named & { readonly status: "hired" | "left" };
  readonly upcoming?: readonly Named[];
  readonly cancelled?: readonly string[];
  readonly decisions?: readonly (Named & { readonly outcome: string })[];
  readonly state?: number;
  readonly applied?: { readonly license?: License; readonly state: number };
  readonly waiting?: { readonly because: string; readonly until: string };
  readonly wakeAt?: string;
};

export type Trace = {
  readonly sent: readonly SentEvent[];
  readonly observations: readonly Observation[];
  readonly logs: readonly string[];
  readonly end: EndState;
};

/** The state of the world after the last replay. */
export type EndState = {
  /** Whether email and name of a user may be changed in this directory; not if it is missing. */
  readonly canRename?: boolean;
  readonly users: readonly {
    readonly userId: string;
    readonly email: string;
    /** What the directory calls her, if it can call her otherwise. */
    readonly name?: string;
    readonly license: License;
    readonly active: boolean;
    readonly created: boolean;
  }[];
  readonly records: readonly StoredRecord[];
  /** Which employee has claimed a user. */
  readonly claims: readonly { readonly userId: string; readonly ownerId: string }[];
  readonly deadLetters: readonly DeadLetter[];
  /** Bodies of the messages that are still in a source queue. */
  readonly waiting: readonly string[];
};

/** `failedAt`, ISO 8601 UTC, is missing if SQS moved the message. */
export type DeadLetter = {
  readonly body: string;
  readonly code: string;
  readonly failedAt?: string;
  readonly attributes: string;
};
