import { setTimeout as sleep } from "node:timers/promises";
import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { EVENT_KINDS, type EventKind, type FactKind } from "../../domain/facts/hr-event.ts";
import { CATALOGUE, QUEUES } from "../../events/catalogue.ts";
import { queueTaking } from "../../events/kind-of-body.ts";
import type { SourceLine } from "../event-files/read-bodies.ts";
import { type Batch, batchesOf } from "./send-batches.ts";

/** The queues that HR events go to, by URL. */
export type HrQueues = Readonly<Record<EventKind, string>>;

/** For each kind of event the URL of the queue that takes it, by the queue's row of the catalogue. */
export const queuesByKind = (urlOf: (row: (typeof QUEUES)[FactKind]) => string): HrQueues =>
  Object.fromEntries(EVENT_KINDS.map((kind) => [kind, urlOf(QUEUES[CATALOGUE[kind].takenBy])])) as HrQueues;

export type SendOptions = {
  readonly client: SQSClient;
  readonly queues: HrQueues;
  readonly lines: Iterable<SourceLine> | AsyncIterable<SourceLine>;
  readonly onSent: (messageId: string, line: SourceLine) => void;
  /** Called for a line that SQS takes under no circumstances, or not after several tries. */
  readonly onRefused: (line: SourceLine, code: string) => void;
  /** Awaited before so many messages are sent. A rejection ends the sending. */
  readonly beforeSending?: (messages: number) => Promise<void>;
  /** Asked before each request: if it is time to stop, what is under way is the last. */
  readonly shouldStop?: () => boolean;
};

/** How many requests are under way at once. */
const IN_FLIGHT = 8;

/**
 * Sends each body to the queue of its kind of event; what claims no known kind goes with the hires. Reports what became
 * of each line. @throws the SQS client's errors if a request fails as a whole
 */
export const sendBodies = async (options: SendOptions): Promise<void> => {
  const { queues, lines, beforeSending, shouldStop } = options;
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    for await (const batch of batchesOf(lines, (body) => queues[queueTaking(body)])) {
      if (shouldStop?.()) break;
      await beforeSending?.(batch.lines.length);
      const sending = sendBatch(options, batch)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(sending));
      running.add(sending);
      if (running.size === IN_FLIGHT) await Promise.race(running);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
};

/** How often an entry is sent that SQS fails through no fault of ours, and the first pause, in ms, doubled each time. */
const TRIES = 5;
const PAUSE = 100;

const sendBatch = async (options: SendOptions, { queueUrl, lines }: Batch): Promise<void> => {
  let left: readonly Failed[] = lines.map((line) => ({ line, code: "", isRefused: false }));
  for (let tries = 1; left.length > 0; tries += 1) {
    const failed = await sendOnce(options, queueUrl, left);
    for (const { line, code } of failed.filter(({ isRefused }) => isRefused || tries === TRIES))
      options.onRefused(line, code);
    left = tries === TRIES ? [] : failed.filter(({ isRefused }) => !isRefused);
    if (left.length > 0) await sleep(PAUSE * 2 ** (tries - 1));
  }
};

type Failed = { readonly line: SourceLine; readonly code: string; readonly isRefused: boolean };

/** Sends the lines in one request, and returns those that SQS did not confirm. */
const sendOnce = async (
  { client, onSent }: SendOptions,
  QueueUrl: string,
  lines: readonly Pick<Failed, "line">[],
): Promise<readonly Failed[]> => {
  const Entries = lines.map(({ line }, index) => ({ Id: String(index), MessageBody: line.body }));
  const response = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  const sent = new Map(response.Successful?.map(({ Id, MessageId }) => [Id, MessageId]));
  const failures = new Map(response.Failed?.map((failure) => [failure.Id, failure]));
  return lines.flatMap(({ line }, index) => {
    const id = String(index);
    const messageId = sent.get(id);
    if (messageId === undefined) {
      const { Code = "no confirmation", SenderFault = false } = failures.get(id) ?? {};
      return [{ line, code: Code, isRefused: SenderFault }];
    }
    onSent(messageId, line);
    return [];
  });
};
