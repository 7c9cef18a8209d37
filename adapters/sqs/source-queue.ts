import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { composeDeadLetter, type FailedMessage } from "../../dead-letters/compose-dead-letter.ts";

/** SQS refuses an empty body, and a record that came without one must be found among the dead letters, too. */
const NO_BODY = "(no body)";

export type SendDeadLetter = (
  message: Omit<FailedMessage, "body"> & { readonly body: string | undefined },
) => Promise<void>;

/**
 * Sends to a dead-letter queue: the body unchanged, the reason as one attribute.
 * @throws DeadLetterTooLarge, the SQS client's errors
 */
export const sendDeadLetterTo =
  (client: SQSClient, queueUrl: string): SendDeadLetter =>
  async (message) => {
    const { body, attributes } = composeDeadLetter({ ...message, body: message.body || NO_BODY });
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
        name,
        { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
      ]),
    );
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes }));
  };

/** Keeps a message invisible to other receivers for so many seconds from now (0 to 43,200). */
export type ChangeVisibility = (receiptHandle: string, seconds: number) => Promise<void>;

/** In ms: a backoff is worth no more of the time that a function has left to settle its records. */
const MAX_BACKOFF_CALL_MS = 2_000;

/** @throws the SQS client's errors */
export const changeVisibilityIn =
  (client: SQSClient, queueUrl: string): ChangeVisibility =>
  async (receiptHandle, seconds) => {
    const change = { QueueUrl: queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
    const abortSignal = AbortSignal.timeout(MAX_BACKOFF_CALL_MS);
    await client.send(new ChangeMessageVisibilityCommand(change), { abortSignal });
  };
