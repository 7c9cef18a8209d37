import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  type MessageAttributeValue,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { MessageAttribute, QueuedMessage } from "../../dead-letters/dead-letter.ts";
import type { DeadLetterQueue, QueueDepth } from "../../dead-letters/dead-letter-queue.ts";

/** How long, in seconds, letters stay hidden from others while they are looked at. */
const VISIBILITY = 600;
/** Waited in each receive, in seconds: a short poll asks only some of SQS's servers and may miss letters that are there. */
const WAIT = 1;
/** What one SendMessageBatch may hold, bodies and attributes, in bytes. Source: the SQS quotas page. */
const MAX_BATCH_BYTES = 1024 * 1024;

export type DeadLetterQueueUrls = { readonly name: string; readonly sourceUrl: string; readonly deadLetterUrl: string };

/** No such queue, or one without a dead-letter queue. */
export class QueueNotFound extends Error {}

/**
 * The URLs of a source queue and of the dead-letter queue in its redrive policy. @throws QueueNotFound, the SQS client's errors
 */
export const findDeadLetterQueue = async (client: SQSClient, queueName: string): Promise<DeadLetterQueueUrls> => {
  const sourceUrl = await urlOf(client, queueName);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: sourceUrl, AttributeNames: ["RedrivePolicy"] }),
  );
  const { deadLetterTargetArn } = JSON.parse(Attributes?.RedrivePolicy ?? "{}") as { deadLetterTargetArn?: string };
  const deadLetterName = deadLetterTargetArn?.split(":").at(-1);
  if (deadLetterName === undefined)
    throw new QueueNotFound(`The queue ${queueName} has no redrive policy, so no dead letters`);
  return { name: queueName, sourceUrl, deadLetterUrl: await urlOf(client, deadLetterName) };
};

const urlOf = async (client: SQSClient, QueueName: string): Promise<string> => {
  try {
    const { QueueUrl = "" } = await client.send(new GetQueueUrlCommand({ QueueName }));
    return QueueUrl;
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    throw new QueueNotFound(`There is no queue ${QueueName} in this account and region`, { cause: error });
  }
};

/** @see DeadLetterQueue */
export const sqsDeadLetterQueue = (
  client: SQSClient,
  { name, sourceUrl, deadLetterUrl }: DeadLetterQueueUrls,
): DeadLetterQueue => ({
  name,

  count: async () => {
    const { waiting, inFlight } = await depthOf(client, deadLetterUrl);
    return waiting + inFlight;
  },

  depths: async () => ({
    source: await depthOf(client, sourceUrl),
    deadLetters: await depthOf(client, deadLetterUrl),
  }),

  receive: async () => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLetterUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: VISIBILITY,
        WaitTimeSeconds: WAIT,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["SentTimestamp"],
      }),
    );
    return Messages.map(toLetter);
  },

  send: async (letters) => {
    const refused: QueuedMessage[] = [];
    for (const batch of bySize(letters)) {
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

  remove: async (letters) => {
    const Entries = letters.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));
    const { Failed } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: deadLetterUrl, Entries }));
    return failed(letters, Failed);
  },

  release: async (letters) => {
    const Entries = letters.map(({ receipt }, index) => ({
      Id: String(index),
      ReceiptHandle: receipt,
      VisibilityTimeout: 0,
    }));
    const { Failed } = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: deadLetterUrl, Entries }));
    return failed(letters, Failed);
  },
});

const depthOf = async (client: SQSClient, QueueUrl: string): Promise<QueueDepth> => {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesDelayed",
        "ApproximateNumberOfMessagesNotVisible",
      ],
    }),
  );
  const { ApproximateNumberOfMessages = 0, ApproximateNumberOfMessagesDelayed = 0 } = Attributes;
  return {
    waiting: Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesDelayed),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
};

const toLetter = ({
  MessageId = "",
  ReceiptHandle = "",
  Body = "",
  Attributes,
  MessageAttributes = {},
}: Message): QueuedMessage => ({
  id: MessageId,
  receipt: ReceiptHandle,
  body: Body,
  sentAt: new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString(),
  attributes: Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { DataType = "String", StringValue, BinaryValue }]) => [
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

const failed = (
  letters: readonly QueuedMessage[],
  entries: readonly { Id?: string | undefined }[] = [],
): readonly QueuedMessage[] => entries.flatMap(({ Id }) => letters[Number(Id)] ?? []);

/** Ten large letters may be more than one request takes. */
const bySize = (letters: readonly QueuedMessage[]): readonly (readonly QueuedMessage[])[] => {
  const batches: QueuedMessage[][] = [];
  let room = 0;
  for (const letter of letters) {
    const bytes = sizeOf(letter);
    const open = batches.at(-1);
    if (open === undefined || bytes > room) {
      batches.push([letter]);
      room = MAX_BATCH_BYTES - bytes;
    } else {
      open.push(letter);
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
