import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { MessageAttribute, QueuedMessage } from "../../dead-letters/dead-letter.ts";
import type { DeadLetterQueue } from "../../dead-letters/dead-letter-queue.ts";
import type { DeadLetterQueueUrls } from "./find-queue.ts";
import { messageCount, queueDepth } from "./queue-depth.ts";

/** In seconds: how long received messages are invisible to others. */
const VISIBILITY = 600;
/** In seconds, for each receive: a short poll asks only some of SQS's servers and may miss messages that are there. */
const WAIT = 1;
/** What one SendMessageBatch may hold, bodies and attributes, in bytes. Source: the SQS quotas page. */
const MAX_BATCH_BYTES = 1024 * 1024;

/** @see DeadLetterQueue */
export const sqsDeadLetterQueue = (
  client: SQSClient,
  { name, sourceUrl, deadLetterUrl }: DeadLetterQueueUrls,
): DeadLetterQueue => ({
  name,

  count: () => messageCount(client, deadLetterUrl),

  depths: async () => ({
    source: await queueDepth(client, sourceUrl),
    deadLetters: await queueDepth(client, deadLetterUrl),
  }),

  receive: async () => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLetterUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: VISIBILITY,
        WaitTimeSeconds: WAIT,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["SentTimestamp", "DeadLetterQueueSourceArn"],
      }),
    );
    return Messages.map(toQueuedMessage);
  },

  send: async (messages) => {
    const refused: QueuedMessage[] = [];
    for (const batch of bySize(messages)) {
      const Entries = batch.map(({ body, attributes }, index) => ({
        Id: String(index),
        MessageBody: body,
        MessageAttributes: toAttributes(attributes),
      }));
      const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: sourceUrl, Entries }));
      refused.push(...failed(batch, Failed));
    }
    return refused;
  },

  remove: async (messages) => {
    const request = { QueueUrl: deadLetterUrl, Entries: receipts(messages) };
    const { Failed } = await client.send(new DeleteMessageBatchCommand(request));
    return failed(messages, Failed);
  },

  release: async (messages) => {
    const Entries = receipts(messages).map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
    const { Failed } = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: deadLetterUrl, Entries }));
    return failed(messages, Failed);
  },
});

const toQueuedMessage = ({ MessageId = "", ReceiptHandle = "", Body = "", ...message }: Message): QueuedMessage => ({
  id: MessageId,
  receipt: ReceiptHandle,
  body: Body,
  sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)).toISOString(),
  // SQS sets it on what its redrive policy moves. Source: the API reference, ReceiveMessage.
  movedBySqs: message.Attributes?.DeadLetterQueueSourceArn !== undefined,
  attributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType = "String", StringValue, BinaryValue }]) => [
      name,
      { dataType: DataType, stringValue: StringValue, binaryValue: BinaryValue },
    ]),
  ),
});

const toAttributes = (attributes: Readonly<Record<string, MessageAttribute>>): Record<string, MessageAttributeValue> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
    ]),
  );

const receipts = (messages: readonly QueuedMessage[]) =>
  messages.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));

const failed = (
  messages: readonly QueuedMessage[],
  entries: readonly { Id?: string | undefined }[] = [],
): readonly QueuedMessage[] => entries.flatMap(({ Id }) => messages[Number(Id)] ?? []);

/** Ten large messages may be more than one request takes. */
const bySize = (messages: readonly QueuedMessage[]): readonly (readonly QueuedMessage[])[] => {
  const batches: QueuedMessage[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = sizeOf(message);
    const open = batches.at(-1);
    if (open === undefined || bytes > room) {
      batches.push([message]);
      room = MAX_BATCH_BYTES - bytes;
    } else {
      open.push(message);
      room -= bytes;
    }
  }
  return batches;
};

const sizeOf = ({ body, attributes }: QueuedMessage): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { dataType, stringValue = "", binaryValue }]) =>
      sum + Buffer.byteLength(name + dataType + stringValue) + (binaryValue?.byteLength ?? 0),
    Buffer.byteLength(body),
  );
