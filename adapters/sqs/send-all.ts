import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { QueuedMessage } from "../../dead-letters/dead-letter.ts";
import type { Refusal } from "../../dead-letters/dead-letter-queue.ts";
import { bytesOf } from "../../dead-letters/message-size.ts";
import { toMessageAttributes } from "./message-attributes.ts";

/** What one SendMessageBatch may hold, bodies and attributes, in bytes. Source: the SQS quotas page. */
const MAX_BATCH_BYTES = 1024 * 1024;

/**
 * What SQS calls a request that it will never take: a message is too large, or something in it is not allowed. Any
 * other error is about the queue or the caller, and holds for every message. Source: the SQS API reference,
 * SendMessageBatch and "Common error types". Names end in `Exception` in the JSON protocol, or not in older responses.
 */
const ABOUT_THE_MESSAGE: ReadonlySet<string> = new Set([
  "BatchRequestTooLong",
  "InvalidAttributeValue",
  "InvalidMessageContents",
  "InvalidParameterCombination",
  "InvalidParameterValue",
  "MissingParameter",
]);

/**
 * Sends at most ten messages, in requests that SQS takes. Returns those that it refused: they do not keep the others.
 * @throws the SQS client's errors, if a request failed for another reason than its messages
 */
export const sendAll = async (
  client: SQSClient,
  queueUrl: string,
  messages: readonly QueuedMessage[],
): Promise<readonly Refusal[]> => {
  const refusals: Refusal[] = [];
  for (const batch of bySize(messages)) refusals.push(...(await sendBatch(client, queueUrl, batch)));
  return refusals;
};

const sendBatch = async (
  client: SQSClient,
  queueUrl: string,
  batch: readonly QueuedMessage[],
): Promise<readonly Refusal[]> => {
  try {
    const Entries = batch.map(toEntry);
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    return Failed.flatMap(({ Id, Code = "unknown error" }) => refusalOf(batch[Number(Id)], Code));
  } catch (error) {
    if (!(error instanceof Error) || !ABOUT_THE_MESSAGE.has(error.name.replace(/Exception$/, ""))) throw error;
    if (batch.length === 1) return refusalOf(batch[0], error.name);
    // SQS may refuse a request for one of its messages, and does not say which: each goes alone.
    const refusals: Refusal[] = [];
    for (const message of batch) refusals.push(...(await sendBatch(client, queueUrl, [message])));
    return refusals;
  }
};

const refusalOf = (message: QueuedMessage | undefined, because: string): readonly Refusal[] =>
  message === undefined ? [] : [{ id: message.id, because }];

const toEntry = ({ body, attributes }: QueuedMessage, index: number) => ({
  Id: String(index),
  MessageBody: body,
  MessageAttributes: toMessageAttributes(attributes),
});

/** Ten large messages may be more than one request takes. */
const bySize = (messages: readonly QueuedMessage[]): readonly (readonly QueuedMessage[])[] => {
  const batches: QueuedMessage[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = bytesOf(message);
    const open = batches.at(-1);
    if (open === undefined || bytes > room) {
      batches.push([message]);
      room = MAX_BATCH_BYTES - bytes;
    } else {
      open.push(message);
      room -= bytes;
    }
  }
  return batches;
};
