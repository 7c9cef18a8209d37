import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { EVENT_KINDS, type EventKind } from "../domain/facts/hr-event.ts";
import { CATALOGUE } from "../events/catalogue.ts";
import { kindOfBody } from "../events/kind-of-body.ts";
import type { SourceLine } from "./read-bodies.ts";

/** The queues that HR events go to, by URL. */
export type HrQueues = Readonly<Record<EventKind, string>>;

/** A queue's URL for each kind of event, by its row of the catalogue. */
export const queuesByKind = (urlOf: (row: (typeof CATALOGUE)[EventKind]) => string): HrQueues =>
  Object.fromEntries(EVENT_KINDS.map((kind) => [kind, urlOf(CATALOGUE[kind])])) as HrQueues;

const MAX_ENTRIES = 10;
const MAX_BATCH_BYTES = 1024 * 1024;

/**
 * Sends each body to the queue of its kind of event, in order; what claims no known kind goes with the hires. Returns
 * the lines by message ID. @throws Error if SQS refuses one
 */
export const sendBodies = async (
  client: SQSClient,
  queues: HrQueues,
  lines: readonly SourceLine[],
): Promise<ReadonlyMap<string, SourceLine>> => {
  const sent = new Map<string, SourceLine>();
  for (const { queueUrl, batch } of batches(lines, (body) => queues[kindOfBody(body) ?? "hired"])) {
    const Entries = batch.map(({ body }, index) => ({ Id: String(index), MessageBody: body }));
    const { Successful = [], Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }),
    );
    const [refused] = Failed;
    if (refused !== undefined) {
      const line = batch[Number(refused.Id)];
      throw new Error(`${line?.file}:${line?.line}: SQS refused the message (${refused.Code})`);
    }
    for (const { Id, MessageId = "" } of Successful) {
      const line = batch[Number(Id)];
      if (line !== undefined) sent.set(MessageId, line);
    }
  }
  return sent;
};

type Batch = { readonly queueUrl: string; readonly batch: SourceLine[] };

/** Consecutive lines for one queue share a request, as far as SQS's limits go. */
function* batches(lines: readonly SourceLine[], queueOf: (body: string) => string): Generator<Batch> {
  let open: (Batch & { bytes: number }) | undefined;
  for (const line of lines) {
    const queueUrl = queueOf(line.body);
    const bytes = Buffer.byteLength(line.body);
    const fits =
      open?.queueUrl === queueUrl && open.batch.length < MAX_ENTRIES && open.bytes + bytes <= MAX_BATCH_BYTES;
    if (open !== undefined && fits) {
      open.batch.push(line);
      open.bytes += bytes;
      continue;
    }
    if (open !== undefined) yield open;
    open = { queueUrl, batch: [line], bytes };
  }
  if (open !== undefined) yield open;
}
