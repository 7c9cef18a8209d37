import type { SQSRecord } from "aws-lambda";
import type { ChangeVisibility, SendDeadLetter } from "../adapters/sqs/source-queue.ts";
import { deadLetterReason } from "../dead-letters/reason.ts";
import { sendersOwn } from "../dead-letters/replay-mark.ts";
import type { Failure } from "../domain/failures.ts";
import { backoffSeconds, mayRetry, type RetryBudget } from "./retry.ts";
import type { RecordContext, Telemetry } from "./telemetry.ts";

/** What SQS is to do with a record: forget it, or deliver it again. */
export type Settlement = "acknowledge" | "redeliver";

type SettleFailureOptions = {
  readonly changeVisibility: ChangeVisibility;
  readonly sendDeadLetter: SendDeadLetter;
  readonly sourceQueue: string;
  readonly retry: RetryBudget;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
  /** In [0, 1), for the jitter. */
  readonly random: () => number;
};

/** `signal` ends its calls to SQS. */
export type SettleFailure = (
  record: SQSRecord,
  context: RecordContext,
  failure: Failure,
  signal: AbortSignal,
) => Promise<Settlement>;

/**
 * Decides what becomes of a record that failed: another try after a backoff as long as it may help, else the
 * dead-letter queue with the reason. Never throws: if SQS itself does not respond, the record is redelivered and SQS's
 * redrive policy is the backstop.
 */
export const settleFailureWith = (options: SettleFailureOptions): SettleFailure => {
  const { changeVisibility, sendDeadLetter, sourceQueue, retry, telemetry } = options;

  const tryAgain: SettleFailure = async (record, context, failure, signal) => {
    const seconds = backoffSeconds(context.receiveCount, retry, options.random());
    // A failed backoff is no failed record: it comes back after the queue's own visibility time-out.
    await changeVisibility(record.receiptHandle, seconds, signal).catch((error) =>
      telemetry.sqsFailed(context, "ChangeMessageVisibility", error),
    );
    telemetry.willRetry(context, failure, seconds);
    return "redeliver";
  };

  const giveUp: SettleFailure = async (record, context, failure, signal) => {
    const { messageId: _, receiveCount: attempts, ...subject } = context;
    const failedAt = options.now().toISOString();
    const { replays, attributes } = sendersOwn(record.messageAttributes ?? {});
    const reason = deadLetterReason(failure, { attempts, failedAt, sourceQueue, replays, ...subject });
    try {
      await sendDeadLetter({ body: record.body, attributes, reason }, signal);
    } catch (error) {
      telemetry.sqsFailed(context, "SendMessage to the dead-letter queue", error);
      return "redeliver";
    }
    telemetry.deadLettered(context, failure);
    return "acknowledge";
  };

  return (record, context, failure, signal) =>
    failure.retryable && mayRetry(context.receiveCount, retry)
      ? tryAgain(record, context, failure, signal)
      : giveUp(record, context, failure, signal);
};
