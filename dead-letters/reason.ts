import type { Failure, FailureCode, FailureSubject } from "../domain/failures.ts";

/** A message attribute as JSON and Lambda's records have it: `binaryValue` in base64. */
export type KeptAttribute = {
  readonly dataType: string;
  readonly stringValue?: string | undefined;
  readonly binaryValue?: string | undefined;
};

/**
 * Why a message is in a dead-letter queue; the JSON of its `deadLetter` message attribute. No personal data. `attempts`
 * counts the receives of this delivery, `replays` how often it was sent back before; `failedAt` is ISO 8601 UTC;
 * `messageId` is that of the message in the source queue, because a dead letter is another message;
 * `attributes` are those of the sender that the message has no room for.
 */
export type DeadLetterReason = {
  readonly code: FailureCode;
  readonly message: string;
  readonly attempts: number;
  readonly failedAt: string;
  readonly sourceQueue: string;
  readonly messageId?: string;
  readonly eventId?: string;
  readonly employeeId?: string;
  readonly replays: number;
  readonly attributes?: Readonly<Record<string, KeptAttribute>>;
};

/** What is written in place of a reason that makes the message too large. */
export type ShortReason = Pick<DeadLetterReason, "code" | "replays" | "attributes">;

/** A reason as far as it was written: of a short one, the code and the count. */
export type WrittenReason = ShortReason & Partial<DeadLetterReason>;

/** Name of the message attribute that holds the reason, as JSON. */
export const DEAD_LETTER_ATTRIBUTE = "deadLetter";

/** What is known of the failed delivery apart from the failure itself. */
export type FailedDelivery = Pick<DeadLetterReason, "attempts" | "failedAt" | "sourceQueue" | "messageId" | "replays"> &
  FailureSubject;

/** The reason to send with a dead letter. */
export const deadLetterReason = ({ code, message }: Failure, delivery: FailedDelivery): DeadLetterReason => ({
  code,
  message,
  ...delivery,
});
