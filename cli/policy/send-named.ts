import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { findQueue } from "../../adapters/sqs/find-queue.ts";
import { ResyncsRefused, sendResyncBatch } from "../../adapters/sqs/send-resyncs.ts";
import { keepPace } from "../../dead-letters/keep-pace.ts";
import { FACT_KINDS, type FactKind } from "../../domain/facts/hr-event.ts";
import { QUEUES } from "../../events/catalogue.ts";
import { resyncBody } from "../../events/resync.ts";
import { catchInterruption, isInterrupted } from "../interruption.ts";
import { progressBar } from "../progress.ts";
import { explain, queueName, withSqs } from "../stage.ts";
import { type Journal, leftIn, type Named, noteSent } from "./rollout-journal.ts";

/** `rate` is resyncs a second. */
export type SendNamed = { readonly stage: string; readonly path: string; readonly rate: number };

/** `sent` are those to whom a resync was sent by now, `failure` is a sentence for the operator. */
export type SentNamed = { readonly sent: number; readonly failure?: string };

/** What one SendMessageBatch takes. Source: the SQS quotas page. */
const BATCH = 10;

/**
 * Sends a resync to everybody in a journal to whom none was sent, at a rate, until Ctrl-C or a failure of SQS, and notes
 * in the journal how far it came. What is sent and not noted yet is sent again by the next run, which is harmless.
 * @throws CommandFailed if the queues cannot be found: then nothing was sent
 */
export const sendNamed = (journal: Journal, { stage, path, rate }: SendNamed): Promise<SentNamed> => {
  catchInterruption();
  return withSqs(stage, async (client) => {
    const urls = await queueUrls(client, stage);
    const bar = progressBar("resyncing", journal.named, "employees");
    const pace = { now: () => new Date(), sleep, shouldStop: isInterrupted };
    const startedAt = pace.now();
    let { sent } = journal;
    try {
      for await (const batch of batchesOf(leftIn(path, journal))) {
        await keepPace(rate, sent - journal.sent + batch.length, startedAt, pace);
        if (isInterrupted()) break;
        await sendAgain(client, urls, batch);
        sent += batch.length;
        await noteSent(path, sent);
        bar.show(sent);
      }
      return { sent };
    } catch (error) {
      const cause = explain(error, stage);
      return { sent, failure: cause instanceof Error ? cause.message : String(cause) };
    } finally {
      bar.end();
    }
  });
};

const queueUrls = async (client: SQSClient, stage: string): Promise<ReadonlyMap<FactKind, string>> => {
  const urls = new Map<FactKind, string>();
  for (const kind of FACT_KINDS) urls.set(kind, await findQueue(client, queueName(stage, QUEUES[kind].queue)));
  return urls;
};

async function* batchesOf(all: AsyncIterable<Named>): AsyncGenerator<readonly Named[]> {
  let batch: Named[] = [];
  for await (const each of all) {
    batch.push(each);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** How often a batch is sent that SQS does not take as a whole, and the first pause, in ms, doubled each time. */
const TRIES = 5;
const PAUSE = 100;

const sendAgain = async (
  client: SQSClient,
  urls: ReadonlyMap<FactKind, string>,
  batch: readonly Named[],
): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await sendBatch(client, urls, batch);
    } catch (error) {
      if (!(error instanceof ResyncsRefused) || tries === TRIES) throw error;
      await sleep(PAUSE * 2 ** (tries - 1));
    }
  }
};

const sendBatch = async (
  client: SQSClient,
  urls: ReadonlyMap<FactKind, string>,
  batch: readonly Named[],
): Promise<void> => {
  const now = new Date();
  for (const by of new Set(batch.map((each) => each.by))) {
    const sameFunction = batch.filter((each) => each.by === by);
    const bodies = sameFunction.map(({ employeeId }) =>
      resyncBody({ employeeId, because: "Operator" }, randomUUID(), now),
    );
    await sendResyncBatch(client, urls.get(by) ?? "", bodies);
  }
};
