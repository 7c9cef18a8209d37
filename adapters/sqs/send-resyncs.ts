import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { FactKind } from "../../domain/facts/hr-event.ts";

/**
 * Sends at most ten resyncs, by their bodies, to the queue of a kind of fact. Returns how many SQS did not take: those
 * employees stay due. Never throws.
 */
export type SendResyncs = (by: FactKind, bodies: readonly string[]) => Promise<number>;

export const sendResyncsTo =
  (client: SQSClient, urls: Readonly<Record<FactKind, string>>): SendResyncs =>
  async (by, bodies) => {
    const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    try {
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: urls[by], Entries }));
      return Failed.length;
    } catch {
      return bodies.length;
    }
  };

/** SQS took a request, and not all of its messages. */
export class ResyncsRefused extends Error {}

/** Sends at most ten resyncs. @throws ResyncsRefused with SQS's code if it did not take one, the SQS client's errors */
export const sendResyncBatch = async (
  client: SQSClient,
  QueueUrl: string,
  bodies: readonly string[],
): Promise<void> => {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  const { Failed: [failed] = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  if (failed !== undefined) throw new ResyncsRefused(`SQS did not take a resync (${failed.Code ?? "no code"})`);
};
