import type { SQSRecord } from "aws-lambda";
import type { ChangeVisibility, SendDeadLetter } from "../adapters/sqs/source-queue.ts";
import { deadLetterReason } from "../dead-letters/reason.ts";
import { sendersOwn } from "../dead-letters/replay-mark.ts";
import type { Waiting } from "../domain/employee-record.ts";
import type { Failure } from "../domain/failures.ts";
import { backoffSeconds, mayRetry, type RetryBudget } from "./retry.ts";
import type { RecordContext, Telemetry } from "./telemetry.ts";

/** What SQS is to do with a record: forget it, or deliver it again. */
export type Settlement = "acknowledge" | "redeliver";

type SettleFailureOptions = {
  readonly changeVisibility: ChangeVisibility;
  readonly sendDeadLetter: SendDeadLetter;
  /** @see postpone in domain/reconcile */
  readonly postpone: (employeeId: string, ms: number | undefined) => Promise<Waiting | undefined>;
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

/** How long SQS can hide a message at most, in seconds. Source: the SQS API reference, ChangeMessageVisibility. */
const MAX_HIDDEN_SECONDS = 43_200;

/**
 * Decides what becomes of a record that failed: another try after a backoff as long as it may help, else the
 * dead-letter queue with the reason. A directory that still limits our calls then, or for longer than a message can be
 * hidden, is waited for in the employee's record instead. Never throws: if SQS itself does not respond, the record is redelivered and SQS's
 * redrive policy is the backstop.
 */
export const settleFailureWith = (options: SettleFailureOptions): SettleFailure => {
  const { changeVisibility, sendDeadLetter, sourceQueue, retry, telemetry } = options;

  const tryAgain: SettleFailure = async (record, context, failure, signal) => {
    const backoff = backoffSeconds(context.receiveCount, retry, options.random());
    const seconds = Math.min(MAX_HIDDEN_SECONDS, Math.max(backoff, retryAfterSeconds(failure)));
    // A failed backoff is no failed record: it comes back after the queue's own visibility time-out.
    await changeVisibility(record.receiptHandle, seconds, signal).catch((error) =>
      telemetry.sqsFailed(context, "ChangeMessageVisibility", error),
    );
    telemetry.willRetry(context, failure, seconds);
    return "redeliver";
  };

  const giveUp: SettleFailure = async (record, context, failure, signal) => {
    const { resync: _, receiveCount: attempts, ...subject } = context;
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

  /** Whether the employee's record waits for the directory now. */
  const isPostponed = async (context: RecordContext, { code, retryAfterMs }: Failure): Promise<boolean> => {
    if (code !== "DirectoryThrottled" || context.employeeId === undefined) return false;
    const waiting = await options.postpone(context.employeeId, retryAfterMs).catch(() => undefined);
    if (waiting !== undefined) telemetry.postponed(context, waiting);
    return waiting !== undefined;
  };

  return async (record, context, failure, signal) => {
    const mayTryAgain = failure.retryable && mayRetry(context.receiveCount, retry);
    const canBeHidden = retryAfterSeconds(failure) <= MAX_HIDDEN_SECONDS;
    if (!(mayTryAgain && canBeHidden) && (await isPostponed(context, failure))) return "acknowledge";
    return mayTryAgain ? tryAgain(record, context, failure, signal) : giveUp(record, context, failure, signal);
  };
};

/** What who failed asked for, in whole seconds. */
const retryAfterSeconds = ({ retryAfterMs = 0 }: Failure): number => Math.ceil(retryAfterMs / 1000);
