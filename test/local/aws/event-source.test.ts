import {
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { messageCount } from "../../../adapters/sqs/queue-depth.ts";
import { LOCAL_CREDENTIALS } from "../../../local/aws/credentials.ts";
import { type EventSource, type EventSourceOptions, startEventSource } from "../../../local/aws/event-source.ts";
import type { InvocationResult } from "../../../local/aws/function-runtime.ts";
import { type LocalQueues, startQueues } from "../../../local/aws/queues.ts";

const REGION = "us-east-1";
const NAMES = Array.from({ length: 12 }, (_, index) => `q${index}`);
let sqs: LocalQueues;
let client: SQSClient;
let source: EventSource | undefined;
let used = 0;

beforeAll(async () => {
  const attributes = { VisibilityTimeout: "1" };
  const queues = NAMES.flatMap((name) => [
    { logicalId: name, name, attributes, redrive: { deadLetterQueue: `${name}-dlq`, maxReceiveCount: 2 } },
    { logicalId: `${name}-dlq`, name: `${name}-dlq`, attributes: {} },
  ]);
  sqs = await startQueues(queues, 0, REGION);
  client = new SQSClient({ endpoint: sqs.endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
});
afterEach(() => source?.stop());
afterAll(async () => {
  client.destroy();
  await sqs.close();
});

/** An unused queue with this many messages. */
const queueWith = async (count: number) => {
  const queue = sqs.queues.find(({ name }) => name === NAMES[used]);
  used += 1;
  if (queue === undefined) throw new Error("more tests than queues");
  for (let sent = 0; sent < count; sent += 10) {
    const Entries = Array.from({ length: Math.min(10, count - sent) }, (_, index) => ({
      Id: String(index),
      MessageBody: `body ${sent + index}`,
    }));
    await client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  }
  const depth = () => messageCount(client, queue.url);
  const deadLetters = () => messageCount(client, queue.deadLetterUrl ?? "");
  return { ...queue, depth, deadLetters };
};

type FunctionResponse = SQSBatchResponse | string | null;

/** Polls a queue for a function that returns what `respond` returns, and collects the batches. */
const poll = (
  queue: { url: string; arn: string },
  respond: (event: SQSEvent) => FunctionResponse | Promise<FunctionResponse>,
  options: Partial<EventSourceOptions> = {},
) => {
  const events: SQSEvent[] = [];
  const invoke = async (payload: unknown): Promise<InvocationResult> => {
    const event = payload as SQSEvent;
    events.push(event);
    try {
      return { succeeded: true, payload: JSON.stringify(await respond(event)) };
    } catch {
      return { succeeded: false, errorType: "Error", errorMessage: "thrown" };
    }
  };
  source = startEventSource({
    client,
    queueUrl: queue.url,
    queueArn: queue.arn,
    region: REGION,
    batchSize: 10,
    window: 0,
    maximumConcurrency: 2,
    partialResponses: true,
    invoke,
    ...options,
  });
  return events;
};
const failures = (ids: readonly string[]): SQSBatchResponse => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});
const bodies = (events: readonly SQSEvent[]) => events.flatMap(({ Records }) => Records.map(({ body }) => body));

test("passes records in Lambda's format", async () => {
  const queue = await queueWith(0);
  const MessageAttributes: Record<string, MessageAttributeValue> = {
    kind: { DataType: "String", StringValue: "x" },
    raw: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2]) },
  };
  await client.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: "hello", MessageAttributes }));
  const events = poll(queue, () => null);
  await expect.poll(() => events.length).toBe(1);
  expect(events[0]?.Records).toEqual([
    {
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: "hello",
      attributes: expect.objectContaining({ ApproximateReceiveCount: "1", SentTimestamp: expect.any(String) }),
      messageAttributes: {
        kind: { stringValue: "x", dataType: "String", stringListValues: [], binaryListValues: [] },
        raw: { binaryValue: "AQI=", dataType: "Binary", stringListValues: [], binaryListValues: [] },
      },
      md5OfBody: expect.any(String),
      eventSource: "aws:sqs",
      eventSourceARN: queue.arn,
      awsRegion: REGION,
    },
  ]);
});

test("fills a batch up to its size with several receives", async () => {
  const queue = await queueWith(45);
  const events = poll(queue, () => null, { batchSize: 20, window: 0.3, maximumConcurrency: 1 });
  await expect.poll(() => bodies(events).length).toBe(45);
  expect(events.map(({ Records }) => Records.length)).toEqual([20, 20, 5]);
  await expect.poll(queue.depth).toBe(0);
});

test("passes on an incomplete batch when the window ends", async () => {
  const queue = await queueWith(1);
  const events = poll(queue, () => null, { batchSize: 20, window: 0.1 });
  await expect.poll(() => events.length).toBe(1);
});

test("limits concurrent invocations, and receives no messages that would have to wait for one", async () => {
  const queue = await queueWith(40);
  let running = 0;
  let most = 0;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const events = poll(queue, async () => {
    running += 1;
    most = Math.max(most, running);
    await released;
    running -= 1;
    return null;
  });
  await expect.poll(() => running).toBe(2);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ["ApproximateNumberOfMessagesNotVisible"] }),
  );
  expect(Number(Attributes?.["ApproximateNumberOfMessagesNotVisible"])).toBe(20);
  release();
  await expect.poll(() => new Set(bodies(events)).size).toBe(40);
  expect(most).toBe(2);
});

describe("the function's response", () => {
  test("brings failed messages back after the visibility time-out, and deletes the others", async () => {
    const queue = await queueWith(3);
    let first = true;
    const events = poll(queue, ({ Records }) => {
      const failed = first ? Records.filter(({ body }) => body === "body 1").map(({ messageId }) => messageId) : [];
      first = false;
      return failures(failed);
    });
    await expect.poll(() => events.length).toBe(2);
    expect(bodies(events.slice(1))).toEqual(["body 1"]);
    expect(events[1]?.Records[0]?.attributes.ApproximateReceiveCount).toBe("2");
    await expect.poll(queue.depth).toBe(0);
  });

  test.each([
    ["an invalid response", () => "done"],
    ["an unknown message ID", () => failures(["unknown"])],
    [
      "a thrown error",
      () => {
        throw new Error("no");
      },
    ],
  ])("%s brings the whole batch back, and to the dead-letter queue after the last receive", async (_, respond) => {
    const queue = await queueWith(2);
    const events = poll(queue, respond);
    await expect.poll(queue.deadLetters).toBe(2);
    expect(bodies(events)).toHaveLength(4);
  });

  test("is ignored without ReportBatchItemFailures", async () => {
    const queue = await queueWith(2);
    const events = poll(queue, ({ Records }) => failures(Records.map(({ messageId }) => messageId)), {
      partialResponses: false,
    });
    await expect.poll(() => events.length).toBe(1);
    await expect.poll(queue.depth).toBe(0);
  });
});

test("stops within the grace period even if an invocation hangs", async () => {
  const queue = await queueWith(1);
  const events = poll(queue, () => new Promise(() => {}));
  await expect.poll(() => events.length).toBe(1);
  await source?.stop();
  expect(await queue.depth()).toBe(1);
});
