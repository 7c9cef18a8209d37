import type { License } from "../../../domain/accounts/license.ts";
import type { SentEvent } from "./history.ts";

/** What was seen of a history while it ran, in order. The history checker judges it; nothing here is computed by the code under test. */
export type Observation =
  | { readonly saw: "call"; readonly operation: string; readonly worker: string }
  | { readonly saw: "fault"; readonly kind: string }
  /** From here on there are no more faults. */
  | { readonly saw: "calm" }
  | { readonly saw: "batch"; readonly userIds: readonly string[] }
  /** The employees table holds other facts now. */
  | { readonly saw: "folded"; readonly employeeId: string; readonly effectiveAt: string; readonly at: number }
  /** A message is about to be deleted; `state` is what the employee's item and the dead letters hold at that moment. */
  | {
      readonly saw: "acknowledged";
      readonly body: string;
      readonly record: StoredRecord | undefined;
      readonly isDeadLetter: boolean;
    };

/** What the employees table holds of an employee, as DynamoDB gives it. */
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

/** How the world is when nothing moves any more. */
export type EndState = {
  readonly users: readonly {
    readonly userId: string;
    readonly email: string;
    readonly license: License;
    readonly created: boolean;
  }[];
  readonly records: readonly StoredRecord[];
  /** Which employee a user is bound to. */
  readonly claims: readonly { readonly userId: string; readonly ownerId: string }[];
  readonly letters: readonly { readonly body: string; readonly code: string; readonly attributes: string }[];
  /** Bodies that still lie in a source queue. */
  readonly waiting: readonly string[];
};
