import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { DEAD_LETTER_ATTRIBUTE, type DeadLetterReason } from "../../dead-letters/reason.ts";

/** Attributes of a message by name, as Lambda hands them over: binary ones in base64. */
export type ReceivedAttributes = Readonly<Record<string, MessageAttribute>>;
type MessageAttribute = {
  readonly dataType: string;
  readonly stringValue?: string | undefined;
  readonly binaryValue?: string | undefined;
};

/** SQS allows 10 attributes on a message, the reason's own included. Source: the SQS quotas page. */
const MAX_OTHER_ATTRIBUTES = 9;

/** SQS refuses an empty body, and a record that came without one must be found among the dead letters, too. */
const NO_BODY = "(no body)";

export type FailedMessage = {
  readonly body: string | undefined;
  readonly attributes: ReceivedAttributes;
  readonly reason: DeadLetterReason;
};

export type SendDeadLetter = (message: FailedMessage) => Promise<void>;

/** Sends to a dead-letter queue: the body unchanged, the reason as one attribute. @throws the SQS client's errors */
export const sendDeadLetterTo =
  (client: SQSClient, queueUrl: string): SendDeadLetter =>
  async ({ body, attributes, reason }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body || NO_BODY,
        MessageAttributes: {
          ...carried(attributes),
          [DEAD_LETTER_ATTRIBUTE]: { DataType: "String", StringValue: JSON.stringify(reason) },
        },
      }),
    );
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

const carried = (attributes: ReceivedAttributes) =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => name !== DEAD_LETTER_ATTRIBUTE)
      .slice(0, MAX_OTHER_ATTRIBUTES)
      .map(([name, { dataType, stringValue, binaryValue }]) => [
        name,
        {
          DataType: dataType,
          StringValue: stringValue,
          BinaryValue: binaryValue === undefined ? undefined : Buffer.from(binaryValue, "base64"),
        },
      ]),
  );
