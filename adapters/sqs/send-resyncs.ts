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
