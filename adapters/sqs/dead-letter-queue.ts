import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { QueuedMessage } from "../../dead-letters/dead-letter.ts";
import type { DeadLetterQueue } from "../../dead-letters/dead-letter-queue.ts";
import type { DeadLetterQueueUrls } from "./find-queue.ts";
import { queueDepth } from "./queue-depth.ts";
import { responseDateOf } from "./response-date.ts";
import { sendAll } from "./send-all.ts";

/** In seconds: how long received messages are invisible to others. */
const VISIBILITY = 600;
/** In seconds, for each receive: a short poll asks only some of SQS's servers and may miss messages that are there. */
const WAIT = 1;

/** @see DeadLetterQueue */
export const sqsDeadLetterQueue = (
  client: SQSClient,
  { name, sourceUrl, deadLetterUrl }: DeadLetterQueueUrls,
): DeadLetterQueue => ({
  name,

  depth: () => queueDepth(client, deadLetterUrl),

  sourceDepth: () => queueDepth(client, sourceUrl),

  receive: async () => {
    const command = new ReceiveMessageCommand({
      QueueUrl: deadLetterUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: VISIBILITY,
      WaitTimeSeconds: WAIT,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["SentTimestamp", "DeadLetterQueueSourceArn"],
    });
    const responseDate = responseDateOf(command);
    const { Messages = [] } = await client.send(command);
    return { messages: Messages.map(toQueuedMessage), receivedAt: responseDate() };
  },

  send: (messages) => sendAll(client, sourceUrl, messages),

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

const receipts = (messages: readonly QueuedMessage[]) =>
  messages.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));

const failed = (
  messages: readonly QueuedMessage[],
  entries: readonly { Id?: string | undefined }[] = [],
): readonly QueuedMessage[] => entries.flatMap(({ Id }) => messages[Number(Id)] ?? []);
