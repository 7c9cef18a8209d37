import { randomUUID } from "node:crypto";
import { SQSClient } from "@aws-sdk/client-sqs";
import { LOCAL_CREDENTIALS } from "./credentials.ts";
import { startEventSource } from "./event-source.ts";
import { switchedSource } from "./event-source-mapping.ts";
import type { FunctionRuntime } from "./function-runtime.ts";
import type { LocalMapping } from "./lambda-api.ts";
import type { LocalQueue } from "./queues.ts";
import { required } from "./required.ts";
import type { StackModel } from "./template.ts";

/** `endpoint` is that of SQS; `runtimes` are the functions by their logical IDs. */
export type EventSourcesOptions = {
  readonly model: StackModel;
  readonly endpoint: string;
  readonly region: string;
  readonly queues: readonly LocalQueue[];
  readonly runtimes: ReadonlyMap<string, FunctionRuntime>;
  readonly onClose: (stop: () => Promise<void> | void) => void;
};

/** Starts a poller for each event source mapping of a template; each can be switched off and on. */
export const startEventSources = (options: EventSourcesOptions): readonly LocalMapping[] => {
  const { model, endpoint, region, queues, runtimes, onClose } = options;
  const client = new SQSClient({ endpoint, region, credentials: LOCAL_CREDENTIALS });
  onClose(() => client.destroy());
  const named = <T extends { readonly logicalId: string }>(all: readonly T[], id: string): T =>
    required(
      all.find(({ logicalId }) => logicalId === id),
      id,
    );
  return model.eventSources.map((mapping) => {
    const { url: queueUrl, arn: queueArn } = named(queues, mapping.queue);
    const { invoke } = required(runtimes.get(mapping.function), mapping.function);
    const source = switchedSource(() => startEventSource({ client, queueUrl, queueArn, region, invoke, ...mapping }));
    onClose(source.stop);
    return { id: randomUUID(), functionName: named(model.functions, mapping.function).name, queueArn, source };
  });
};
