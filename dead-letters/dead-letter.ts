import type { FailureCode } from "../domain/failures.ts";
import type { HrEventType } from "../events/catalogue.ts";
import type { WrittenReason } from "./reason.ts";

/** A message in a queue. `receipt` is good until the message is visible again. */
export type QueuedMessage = {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
  /** ISO 8601 UTC: when it came into this queue. */
  readonly sentAt: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** Whether its queue's redrive policy moved it here, so that no function gave a reason. */
  readonly movedBySqs?: boolean;
};
export type MessageAttribute = {
  readonly dataType: string;
  readonly stringValue?: string | undefined;
  readonly binaryValue?: Uint8Array | undefined;
};

/** A message with what is known of its failure. `reason` is absent if none is attached or it cannot be read. */
export type DeadLetter = QueuedMessage & {
  readonly code: FailureCode;
  readonly message: string;
  readonly attempts: number | undefined;
  readonly replays: number;
  readonly eventId: string | undefined;
  readonly employeeId: string | undefined;
  readonly type: HrEventType | undefined;
  readonly reason?: WrittenReason;
};

/** After so many replays a dead letter is left alone: what has not helped so far will not help now. */
export const MAX_REPLAYS = 5;

export const isExhausted = ({ replays }: DeadLetter): boolean => replays >= MAX_REPLAYS;

/**
 * An absent member selects all. Times are ISO 8601 UTC, compared with `sentAt`, both ends included. Any of `code`. `id` is
 * the dead letter's own; `event` is an event's ID, or that of any message that brought it.
 */
export type DeadLetterFilter = {
  readonly code?: readonly FailureCode[] | undefined;
  readonly employee?: string | undefined;
  readonly type?: HrEventType | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly id?: string | undefined;
  readonly event?: string | undefined;
};

/** Whether nothing can lie between the two times, because the first is the later one. */
export const isEmptyPeriod = ({ since, until }: Pick<DeadLetterFilter, "since" | "until">): boolean =>
  since !== undefined && until !== undefined && since > until;

export const matchesFilter = (
  deadLetter: DeadLetter,
  { code, employee, type, since, until, id, event }: DeadLetterFilter,
): boolean =>
  (code === undefined || code.includes(deadLetter.code)) &&
  (employee === undefined || deadLetter.employeeId === employee) &&
  (type === undefined || deadLetter.type === type) &&
  (since === undefined || deadLetter.sentAt >= since) &&
  (until === undefined || deadLetter.sentAt <= until) &&
  (id === undefined || deadLetter.id === id) &&
  (event === undefined || [deadLetter.id, deadLetter.reason?.messageId, deadLetter.eventId].includes(event));
