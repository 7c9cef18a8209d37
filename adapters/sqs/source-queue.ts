import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { composeDeadLetter, type FailedMessage } from "../../dead-letters/compose-dead-letter.ts";
import { toMessageAttributes } from "./message-attributes.ts";

/** SQS refuses an empty body, and a record that came without one must be found among the dead letters, too. */
const NO_BODY = "(no body)";

/** A message that failed; `body` as Lambda handed it over. */
type FailedRecord = Omit<FailedMessage, "body"> & { readonly body: string | undefined };

export type SendDeadLetter = (message: FailedRecord, signal: AbortSignal) => Promise<void>;

/**
 * Sends to a dead-letter queue: the body unchanged, the reason as one attribute.
 * @throws DeadLetterTooLarge, the SQS client's errors
 */
export const sendDeadLetterTo =
  (client: SQSClient, queueUrl: string): SendDeadLetter =>
  async (message, abortSignal) => {
    const { body, attributes } = composeDeadLetter({ ...message, body: message.body || NO_BODY });
    const MessageAttributes = toMessageAttributes(attributes);
    const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes });
    await client.send(command, { abortSignal });
  };

/** Keeps a message invisible to other receivers for so many seconds from now (0 to 43,200). */
export type ChangeVisibility = (receiptHandle: string, seconds: number, signal: AbortSignal) => Promise<void>;

/** @throws the SQS client's errors */
export const changeVisibilityIn =
  (client: SQSClient, queueUrl: string): ChangeVisibility =>
  async (receiptHandle, seconds, abortSignal) => {
    const change = { QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
    await client.send(new ChangeMessageVisibilityCommand(change), { abortSignal });
  };
