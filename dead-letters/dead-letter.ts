import type { FailureCode } from "../domain/failures.ts";
import type { HrEventType } from "../events/catalogue.ts";
import type { DeadLetterReason } from "./reason.ts";

/** A message as it lies in a dead-letter queue. `receipt` is good until the message is visible again. */
export type QueuedMessage = {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
  /** ISO 8601 UTC: when it came into this queue. */
  readonly sentAt: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
};
export type MessageAttribute = {
  readonly dataType: string;
  readonly stringValue?: string | undefined;
  readonly binaryValue?: Uint8Array | undefined;
};

/** A letter with what can be told of it, damaged or not. `reason` is absent where none is attached or it cannot be read. */
export type DeadLetter = QueuedMessage & {
  readonly code: FailureCode;
  readonly message: string;
  readonly attempts: number | undefined;
  readonly replays: number;
  readonly eventId: string | undefined;
  readonly employeeId: string | undefined;
  readonly type: HrEventType | undefined;
  readonly reason?: DeadLetterReason;
};

/** Which letters are meant; what is left out does not narrow. Times are ISO 8601 UTC, of when the letter came, both ends included. */
export type DeadLetterFilter = {
  readonly code?: string | undefined;
  readonly employee?: string | undefined;
  readonly type?: HrEventType | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly id?: string | undefined;
};

/** Whether a letter is meant by the filter. */
export const matchesFilter = (
  letter: DeadLetter,
  { code, employee, type, since, until, id }: DeadLetterFilter,
): boolean =>
  (code === undefined || letter.code === code) &&
  (employee === undefined || letter.employeeId === employee) &&
  (type === undefined || letter.type === type) &&
  (since === undefined || letter.sentAt >= since) &&
  (until === undefined || letter.sentAt <= until) &&
  (id === undefined || letter.id === id);
