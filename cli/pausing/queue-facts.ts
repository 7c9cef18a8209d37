import { findQueue } from "../../adapters/sqs/find-queue.ts";
import { queueDepth } from "../../adapters/sqs/queue-depth.ts";
import { queueRetention } from "../../adapters/sqs/queue-retention.ts";
import type { QueueDepth } from "../../dead-letters/dead-letter-queue.ts";
import { QUEUE_NAMES } from "../../events/catalogue.ts";
import { queueName, withSqs } from "../stage.ts";

/** What lies in the queues of a stage, and for how long, in seconds, one keeps a message at least. */
export type QueueFacts = { readonly depth: QueueDepth; readonly retention: number };

/** The same, or undefined if SQS does not say: a stage that was paused is paused all the same. */
export const queueFacts = (stage: string): Promise<QueueFacts | undefined> =>
  withSqs(stage, async (client) => {
    const each = await Promise.all(
      QUEUE_NAMES.map(async (name) => {
        const url = await findQueue(client, queueName(stage, name));
        return { ...(await queueDepth(client, url)), retention: await queueRetention(client, url) };
      }),
    );
    const sum = (member: "waiting" | "inFlight") => each.reduce((total, queue) => total + queue[member], 0);
    return {
      depth: { waiting: sum("waiting"), inFlight: sum("inFlight") },
      retention: Math.min(...each.map(({ retention }) => retention)),
    };
  }).catch(() => undefined);
