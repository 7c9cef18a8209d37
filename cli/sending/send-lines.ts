import type { SQSClient } from "@aws-sdk/client-sqs";
import { findQueue } from "../../adapters/sqs/find-queue.ts";
import { QUEUE_NAMES, QUEUES, type QueueName } from "../../events/catalogue.ts";
import { queueTaking } from "../../events/kind-of-body.ts";
import type { SourceLine } from "../event-files/read-bodies.ts";
import { catchInterruption, isInterrupted } from "../interruption.ts";
import { progressBar } from "../progress.ts";
import { explain, queueName, withSqs } from "../stage.ts";
import { type HrQueues, queuesByKind, sendBodies } from "./send-bodies.ts";

export type SendLinesOptions = {
  readonly stage: string;
  readonly lines: Iterable<SourceLine> | AsyncIterable<SourceLine>;
  /** How many lines there are. */
  readonly total: number;
  /** Called for each line that SQS has confirmed. */
  readonly onSent?: (messageId: string, line: SourceLine) => void;
};

/** A line that SQS did not take, and its code. */
export type RefusedLine = Pick<SourceLine, "file" | "line"> & { readonly code: string };

/**
 * What became of `total` lines: `sent` are confirmed, of which `byQueue` tells how many went where; `refused` were not
 * taken; `unconfirmed` were in a request that got no answer, so they may have been sent; `notSent` were not tried, since
 * Ctrl-C (`interrupted`) or `failure`, a sentence for the operator, came first. Sending all of them again is harmless.
 */
export type SendAccount = {
  readonly total: number;
  readonly sent: number;
  readonly byQueue: Readonly<Record<QueueName, number>>;
  readonly refused: readonly RefusedLine[];
  readonly unconfirmed: number;
  readonly notSent: number;
  readonly interrupted: boolean;
  readonly failure?: string;
};

/**
 * Sends lines to the queues of a stage, in tens, with a bar, until Ctrl-C. An entry that SQS fails is tried again.
 * @throws CommandFailed if the queues cannot be found: then nothing was sent
 */
export const sendLines = (options: SendLinesOptions): Promise<SendAccount> => {
  catchInterruption();
  return withSqs(options.stage, async (client) => sendTo(client, await stageQueues(client, options.stage), options));
};

/** The URL of each queue of a stage, by the kinds of event it takes. @throws QueueNotFound, the SQS client's errors */
const stageQueues = async (client: SQSClient, stage: string): Promise<HrQueues> => {
  const urls = new Map<QueueName, string>();
  for (const name of QUEUE_NAMES) urls.set(name, await findQueue(client, queueName(stage, name)));
  return queuesByKind(({ queue }) => urls.get(queue) ?? "");
};

const sendTo = async (client: SQSClient, queues: HrQueues, options: SendLinesOptions): Promise<SendAccount> => {
  const { stage, lines, total, onSent } = options;
  const tally = startTally(total);
  const failure = await sendBodies({
    client,
    queues,
    lines,
    shouldStop: isInterrupted,
    beforeSending: tally.trying,
    onSent: (messageId, line) => {
      tally.sent(line);
      onSent?.(messageId, line);
    },
    onRefused: tally.refused,
  }).then(
    () => ({}),
    (error: unknown) => ({ failure: sentenceOf(explain(error, stage)) }),
  );
  return { ...tally.end(), ...failure };
};

/** The account before anything is sent. */
export const noneSent = (total: number): SendAccount => {
  const byQueue = Object.fromEntries(QUEUE_NAMES.map((name) => [name, 0])) as Record<QueueName, number>;
  return { total, sent: 0, byQueue, refused: [], unconfirmed: 0, notSent: total, interrupted: false };
};

/** Counts what became of each line, and shows it. */
const startTally = (total: number) => {
  const byQueue = { ...noneSent(total).byQueue };
  const refused: RefusedLine[] = [];
  let [sent, tried] = [0, 0];
  const bar = progressBar("sending", total, "events");
  const show = () => bar.show(sent + refused.length);
  return {
    trying: async (messages: number): Promise<void> => {
      tried += messages;
    },
    sent: ({ body }: SourceLine): void => {
      byQueue[QUEUES[queueTaking(body)].queue] += 1;
      sent += 1;
      show();
    },
    refused: ({ file, line }: SourceLine, code: string): void => {
      refused.push({ file, line, code });
      show();
    },
    end: (): SendAccount => {
      bar.end();
      const [unconfirmed, notSent] = [tried - sent - refused.length, total - tried];
      return { total, sent, byQueue, refused, unconfirmed, notSent, interrupted: isInterrupted() && notSent > 0 };
    },
  };
};

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
