import type { AddressInfo } from "node:net";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import "./fauxqs-characters.ts";
import { loopbackOnly } from "../loopback-only.ts";
import { LOCAL_CREDENTIALS } from "./credentials.ts";
import type { QueueModel } from "./template.ts";

/** A queue of the embedded stack. `deadLetterUrl` is set if it has a redrive policy. */
export type LocalQueue = {
  readonly logicalId: string;
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly deadLetterUrl?: string;
};

export type LocalQueues = { readonly endpoint: string; readonly queues: readonly LocalQueue[]; close(): Promise<void> };

const PLACEHOLDER = "queues.invalid";

/**
 * Starts SQS on 127.0.0.1 with these queues. It starts fauxqs's app itself, because `startFauxqs` listens on every
 * interface. @throws the system's EADDRINUSE if the port is in use
 */
export const startQueues = async (
  models: readonly QueueModel[],
  port: number,
  region: string,
): Promise<LocalQueues> => {
  const app = buildApp({ logger: false, defaultRegion: region, host: PLACEHOLDER });
  // fauxqs prefixes its host name with the region, which does not resolve everywhere. Clients call the URL they get.
  app.addHook("onSend", async (_request, _reply, payload) =>
    typeof payload === "string" ? payload.replaceAll(`sqs.${region}.${PLACEHOLDER}`, "127.0.0.1") : payload,
  );
  loopbackOnly(app.server);
  await app.listen({ port, host: "127.0.0.1" });
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const client = new SQSClient({ endpoint, region, credentials: LOCAL_CREDENTIALS });
  const queues = await createQueues(client, models, region);
  client.destroy();
  const close = async () => {
    app.server.closeAllConnections();
    await app.close();
  };
  return { endpoint, queues, close };
};

const createQueues = async (
  client: SQSClient,
  models: readonly QueueModel[],
  region: string,
): Promise<LocalQueue[]> => {
  const arnOf = (name: string) => `arn:aws:sqs:${region}:000000000000:${name}`;
  const created = new Map<string, LocalQueue>();
  // Dead-letter queues first: a redrive policy must name an existing queue.
  const ordered = [...models].sort((a, b) => Number(a.redrive !== undefined) - Number(b.redrive !== undefined));
  for (const { logicalId, name, attributes, redrive } of ordered) {
    const deadLetters = redrive && created.get(redrive.deadLetterQueue);
    const policy = deadLetters && {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: redrive.maxReceiveCount }),
    };
    const { QueueUrl: url = "" } = await client.send(
      new CreateQueueCommand({ QueueName: name, Attributes: { ...attributes, ...policy } }),
    );
    const queue = { logicalId, name, url, arn: arnOf(name) };
    created.set(logicalId, deadLetters === undefined ? queue : { ...queue, deadLetterUrl: deadLetters.url });
  }
  return [...created.values()];
};
