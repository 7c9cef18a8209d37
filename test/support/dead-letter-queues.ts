import {
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, vi } from "vitest";
import { messageCount } from "../../adapters/sqs/queue-depth.ts";
import type { DeadLetterReason } from "../../dead-letters/reason.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws/credentials.ts";
import { startQueues } from "../../local/aws/queues.ts";
import { hireBody } from "./event-bodies.ts";
import { type Intercept, startSqsProxy } from "./sqs-proxy.ts";

const REGION = "us-east-1";
export const NAMES = ["employee-hired", "role-changed", "employee-left"] as const;

/** Starts a stage's queues on their own port, with real clients. Calls to `endpoint` go through `intercept`. */
export const deadLetterQueues = async (intercept?: Intercept, stage = "local") => {
  const models = NAMES.flatMap((name) => [
    {
      logicalId: name,
      name: `seatkeeper-${stage}-${name}`,
      attributes: {},
      redrive: { deadLetterQueue: `${name}-dlq`, maxReceiveCount: 5 },
    },
    { logicalId: `${name}-dlq`, name: `seatkeeper-${stage}-${name}-dlq`, attributes: {} },
  ]);
  const sqs = await startQueues(models, 0, REGION);
  const client = new SQSClient({ endpoint: sqs.endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  const proxy = await startSqsProxy(sqs.endpoint, intercept);
  const urlOf = (logicalId: string) => sqs.queues.find((queue) => queue.logicalId === logicalId)?.url ?? "";
  const put = async (queue: string, deadLetters: readonly TestDeadLetter[]) => {
    for (let start = 0; start < deadLetters.length; start += 10) {
      const Entries = deadLetters.slice(start, start + 10).map(({ body, deadLetter, attributes = {} }, index) => ({
        Id: String(index),
        MessageBody: body,
        MessageAttributes: Object.fromEntries(
          Object.entries({ ...attributes, deadLetter }).flatMap(
            ([name, StringValue]): [string, MessageAttributeValue][] =>
              StringValue === undefined ? [] : [[name, { DataType: "String", StringValue }]],
          ),
        ),
      }));
      await client.send(new SendMessageBatchCommand({ QueueUrl: urlOf(queue), Entries }));
    }
  };
  return {
    endpoint: proxy.endpoint,
    /** The requests that `endpoint` received. */
    requests: proxy.requests,
    client,
    urlOf,
    put,
    depth: (queue: string) => messageCount(client, urlOf(queue)),
    /** Receives up to ten visible messages. */
    receiveAll: async (queue: string): Promise<readonly Message[]> => {
      const request = { QueueUrl: urlOf(queue), MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] };
      return (await client.send(new ReceiveMessageCommand(request))).Messages ?? [];
    },
    close: async () => {
      client.destroy();
      await proxy.close();
      await sqs.close();
    },
  };
};

/** Starts the queues for each test of a file, and points the commands' local stage to them. */
export const useDeadLetterQueues = (): (() => Awaited<ReturnType<typeof deadLetterQueues>>) => {
  let queues: Awaited<ReturnType<typeof deadLetterQueues>>;
  beforeEach(async () => {
    queues = await deadLetterQueues();
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues.endpoint);
    vi.stubEnv("NO_COLOR", "1");
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await queues.close();
  });
  return () => queues;
};

export type TestDeadLetter = {
  readonly body: string;
  readonly deadLetter?: string;
  /** Other attributes, all of them texts. */
  readonly attributes?: Readonly<Record<string, string>>;
};

/** A dead letter as the functions write it. */
export const deadLetter = (employeeId: string, reason: Partial<DeadLetterReason> = {}): TestDeadLetter => ({
  body: JSON.stringify(hireBody({ employeeId }, { id: `hire-${employeeId}` })),
  deadLetter: JSON.stringify({
    code: "DirectoryThrottled",
    message: "CreateUser returned ThrottledClientException",
    attempts: 5,
    failedAt: "2026-06-01T12:00:00.000Z",
    sourceQueue: "seatkeeper-local-employee-hired",
    eventId: `hire-${employeeId}`,
    employeeId,
    replays: 0,
    ...reason,
  }),
});

/** Many dead letters, each about a different employee. */
export const deadLetters = (count: number): readonly TestDeadLetter[] =>
  Array.from({ length: count }, (_, index) => deadLetter(`E${index}`));
