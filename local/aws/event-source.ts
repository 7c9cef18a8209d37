import { setTimeout as sleep } from "node:timers/promises";
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { failedMessages } from "./batch-response.ts";
import type { InvocationResult } from "./function-runtime.ts";
import { sqsEvent } from "./sqs-event.ts";

export type EventSourceOptions = {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly region: string;
  readonly batchSize: number;
  /** In seconds. */
  readonly window: number;
  readonly maximumConcurrency: number;
  readonly partialResponses: boolean;
  readonly invoke: (payload: unknown) => Promise<InvocationResult>;
};

export type EventSource = { stop(): Promise<void> };

/** The most messages that one request can receive or delete. Source: the SQS API reference. */
const MAX_PER_REQUEST = 10;
/** How long one request waits for an empty queue, in seconds. Short, because stopping waits for it. */
const LONG_POLL = 1;
/** How long stopping waits for running invocations, in ms. */
const GRACE = 2_000;
/** Concurrent receive requests. Source: the Lambda developer guide, "Polling and batching behavior" of SQS. */
const CONNECTIONS = 5;
/** The pause between receives while a batch fills, in ms. */
const FILL_PAUSE = 20;

/**
 * Lambda's poller for a standard queue. It gathers batches up to their size or window, limits concurrent invocations,
 * and deletes the messages that succeeded. A message that failed comes back after its visibility time-out.
 */
export const startEventSource = (options: EventSourceOptions): EventSource => {
  const { client, queueUrl, maximumConcurrency } = options;
  const running = new Set<Promise<void>>();
  let stopped = false;

  const receive = async (count: number, wait: number): Promise<readonly Message[]> => {
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(count, MAX_PER_REQUEST),
      WaitTimeSeconds: wait,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    });
    return (await client.send(command)).Messages ?? [];
  };

  /** Does not wait for messages. A lost response costs only its own messages a delivery. */
  const receiveConcurrently = async (count: number): Promise<readonly Message[]> => {
    const connections = Math.min(CONNECTIONS, Math.ceil(count / MAX_PER_REQUEST));
    const counts = Array.from({ length: connections }, (_, index) => count - index * MAX_PER_REQUEST);
    const results = await Promise.allSettled(counts.map((each) => receive(each, 0)));
    return results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  };

  const gather = async (): Promise<readonly Message[]> => {
    const batch = [...(await receive(options.batchSize, LONG_POLL))];
    const closesAt = Date.now() + options.window * 1000;
    while (!stopped && batch.length > 0 && batch.length < options.batchSize && Date.now() < closesAt) {
      const more = await receiveConcurrently(options.batchSize - batch.length);
      batch.push(...more);
      if (more.length === 0) await sleep(FILL_PAUSE);
    }
    return batch;
  };

  const poll = async (): Promise<void> => {
    while (!stopped) {
      // Never receive more than can run: a message that waits here would use up its visibility time-out.
      if (running.size >= maximumConcurrency) await Promise.race(running);
      const batch = await gather();
      if (batch.length === 0) continue;
      const invocation = handleBatch(options, batch).finally(() => running.delete(invocation));
      running.add(invocation);
    }
  };

  const polling = pollUntilStopped(poll, () => stopped);
  return {
    stop: async () => {
      stopped = true;
      await polling;
      await Promise.race([Promise.allSettled(running), sleep(GRACE)]);
    },
  };
};

/** Polls again if the queue does not respond, as Lambda does. */
const pollUntilStopped = async (poll: () => Promise<void>, isStopped: () => boolean): Promise<void> => {
  while (!isStopped()) await poll().catch(() => sleep(FILL_PAUSE));
};

const handleBatch = async (options: EventSourceOptions, batch: readonly Message[]): Promise<void> => {
  const result = await options.invoke(sqsEvent(batch, options.queueArn, options.region));
  if (!result.succeeded) return;
  const ids = batch.map(({ MessageId }) => MessageId ?? "");
  const failed = options.partialResponses ? failedMessages(JSON.parse(result.payload), ids) : new Set<string>();
  const done = batch.filter(({ MessageId }) => !failed.has(MessageId ?? ""));
  await deleteMessages(options, done);
};

/** A message that cannot be deleted is delivered again, as on AWS. */
const deleteMessages = async (
  { client, queueUrl }: EventSourceOptions,
  messages: readonly Message[],
): Promise<void> => {
  const entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  const starts = Array.from(
    { length: Math.ceil(entries.length / MAX_PER_REQUEST) },
    (_, index) => index * MAX_PER_REQUEST,
  );
  const requests = starts.map((start) => {
    const Entries = entries.slice(start, start + MAX_PER_REQUEST);
    return client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  });
  await Promise.allSettled(requests);
};
