import type { License } from "../../../domain/accounts/license.ts";
import type { SentEvent } from "./history.ts";

/**
 * What the simulation observed while a history ran, in order, for the history checker. No code under test computes it.
 */
export type Observation =
  | { readonly saw: "call"; readonly operation: string; readonly worker: string }
  | { readonly saw: "fault"; readonly kind: string }
  /** There are no faults after this. */
  | { readonly saw: "calm" }
  | { readonly saw: "batch"; readonly userIds: readonly string[] }
  /** A write changed the facts in the employees table. */
  | { readonly saw: "folded"; readonly employeeId: string; readonly effectiveAt: string; readonly at: number }
  /** A message is about to be deleted; `record` and `isDeadLetter` describe the state at that moment. */
  | {
      readonly saw: "acknowledged";
      readonly body: string;
      readonly record: StoredRecord | undefined;
      readonly isDeadLetter: boolean;
    };

/** The item of an employee in the employees table. */
export type StoredRecord = {
  readonly employeeId: string;
  readonly userId?: string;
  readonly version?: string;
  readonly applied?: { readonly license: License; readonly version: string };
};

export type Trace = {
  readonly sent: readonly SentEvent[];
  readonly observations: readonly Observation[];
  readonly logs: readonly string[];
  readonly end: EndState;
};

/** The state of the world after the last replay. */
export type EndState = {
  readonly users: readonly {
    readonly userId: string;
    readonly email: string;
    readonly license: License;
    readonly created: boolean;
  }[];
  readonly records: readonly StoredRecord[];
  /** Which employee has claimed a user. */
  readonly claims: readonly { readonly userId: string; readonly ownerId: string }[];
  readonly deadLetters: readonly { readonly body: string; readonly code: string; readonly attributes: string }[];
  /** Bodies of the messages that are still in a source queue. */
  readonly waiting: readonly string[];
};
