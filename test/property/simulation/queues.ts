import type { MessageAttributeValue } from "@aws-sdk/client-sqs";

export type SimulatedMessage = {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  /** In ms of the simulated clock. */
  readonly sentAt: number;
  /** Set on a message that the redrive policy moved. */
  readonly movedFrom?: string;
  visibleAt: number;
  receiveCount: number;
};

type Entry = {
  readonly Id: string;
  readonly MessageBody?: string;
  readonly MessageAttributes?: Record<string, MessageAttributeValue>;
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
};
type Input = Omit<Entry, "Id"> & {
  readonly QueueUrl: string;
  readonly Entries?: readonly Entry[];
  readonly MaxNumberOfMessages?: number;
};

/**
 * SQS queues in memory, by URL. A receipt handle is the message's ID, so a late delete or visibility change still takes
 * effect: the worst that SQS may do.
 */
export const openQueues = (urls: readonly string[], now: () => number) => {
  const queues = new Map<string, SimulatedMessage[]>(urls.map((url) => [url, []]));
  let sent = 0;

  const messagesOf = (url: string): SimulatedMessage[] => {
    const messages = queues.get(url);
    if (messages === undefined) throw new Error(`the simulation has no queue ${url}`);
    return messages;
  };
  const put = (
    url: string,
    body: string,
    attributes: SimulatedMessage["attributes"] = {},
    moved: Pick<SimulatedMessage, "movedFrom"> = {},
  ): SimulatedMessage => {
    sent += 1;
    const message = { id: `m${sent}`, body, attributes, ...moved, sentAt: now(), visibleAt: now(), receiveCount: 0 };
    messagesOf(url).push(message);
    return message;
  };
  const remove = (url: string, id: string | undefined): void => {
    const messages = messagesOf(url);
    const index = messages.findIndex((message) => message.id === id);
    if (index >= 0) messages.splice(index, 1);
  };
  const changeVisibility = (url: string, id: string | undefined, seconds = 0): void => {
    const message = messagesOf(url).find((each) => each.id === id);
    if (message !== undefined) message.visibleAt = now() + seconds * 1000;
  };
  const receive = ({ QueueUrl, MaxNumberOfMessages = 1, VisibilityTimeout = 30 }: Input) => {
    const visible = messagesOf(QueueUrl).filter(({ visibleAt }) => visibleAt <= now());
    const received = visible.slice(0, MaxNumberOfMessages);
    for (const message of received) message.visibleAt = now() + VisibilityTimeout * 1000;
    return {
      Messages: received.map(({ id, body, attributes, sentAt, movedFrom }) => ({
        MessageId: id,
        ReceiptHandle: id,
        Body: body,
        Attributes: { SentTimestamp: String(sentAt), DeadLetterQueueSourceArn: movedFrom },
        MessageAttributes: attributes,
      })),
    };
  };

  const operations: Readonly<Record<string, (input: Input) => object>> = {
    SendMessage: ({ QueueUrl, MessageBody = "", MessageAttributes }) => {
      put(QueueUrl, MessageBody, MessageAttributes);
      return {};
    },
    ChangeMessageVisibility: ({ QueueUrl, ReceiptHandle, VisibilityTimeout }) => {
      changeVisibility(QueueUrl, ReceiptHandle, VisibilityTimeout);
      return {};
    },
    ReceiveMessage: receive,
    SendMessageBatch: ({ QueueUrl, Entries = [] }) => {
      for (const { MessageBody = "", MessageAttributes } of Entries) put(QueueUrl, MessageBody, MessageAttributes);
      return {};
    },
    DeleteMessageBatch: ({ QueueUrl, Entries = [] }) => {
      for (const { ReceiptHandle } of Entries) remove(QueueUrl, ReceiptHandle);
      return {};
    },
    ChangeMessageVisibilityBatch: ({ QueueUrl, Entries = [] }) => {
      for (const { ReceiptHandle, VisibilityTimeout } of Entries)
        changeVisibility(QueueUrl, ReceiptHandle, VisibilityTimeout);
      return {};
    },
  };

  const execute = (operation: string, input: object): object => {
    const run = operations[operation];
    if (run === undefined) throw new Error(`the simulated SQS has no ${operation}`);
    return run(input as Input);
  };
  return { execute, messagesOf, put, remove };
};
