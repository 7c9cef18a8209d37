import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { ROLE_CHANGED } from "../domain/facts/hr-event.ts";
import { eventTypeOf } from "../events/event-type.ts";
import type { SourceLine } from "./read-bodies.ts";

/** The two queues that HR events go to, by URL. */
export type HrQueues = { readonly employeeHired: string; readonly roleChanged: string };

const MAX_ENTRIES = 10;
const MAX_BATCH_BYTES = 1024 * 1024;

/**
 * Sends each body to the queue of its event type, in order; what claims no type goes with the hires. Answers the message IDs.
 * @throws Error where SQS refuses one
 */
export const sendBodies = async (
  client: SQSClient,
  { employeeHired, roleChanged }: HrQueues,
  lines: readonly SourceLine[],
): Promise<ReadonlyMap<string, SourceLine>> => {
  const sent = new Map<string, SourceLine>();
  for (const { queueUrl, batch } of batches(lines, (body) =>
    eventTypeOf(body) === ROLE_CHANGED ? roleChanged : employeeHired,
  )) {
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
