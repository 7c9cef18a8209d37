import { SQSClient } from "@aws-sdk/client-sqs";
import { sqsDeadLetterQueue } from "../adapters/sqs/dead-letter-queue.ts";
import { findDeadLetterQueue, QueueNotFound } from "../adapters/sqs/find-queue.ts";
import type { DeadLetterQueue } from "../dead-letters/dead-letter-queue.ts";
import { QUEUE_NAMES, type QueueName } from "../events/catalogue.ts";
import { cliEnvironment, localStack } from "./environment.ts";
import { CommandFailed } from "./errors.ts";
import { catchInterruption } from "./interruption.ts";

export const queueName = (stage: string, queue: QueueName): string => `seatkeeper-${stage}-${queue}`;

export const LOCAL = "local";
const HOW_TO_START = "No local stack is running: start one in another terminal with `npm run dev`";

/**
 * Calls `act` with an SQS client of the stage. @throws CommandFailed if AWS cannot be reached, and what `act` throws
 */
export const withSqs = async <T>(stage: string, act: (client: SQSClient) => Promise<T>): Promise<T> => {
  const client = clientFor(stage);
  try {
    return await act(client);
  } catch (error) {
    throw explain(error, stage);
  } finally {
    client.destroy();
  }
};

/** Calls `act`, which Ctrl-C may interrupt, with the stage's dead-letter queues or that of `queue`. @see withSqs */
export const withQueues = async <T>(
  { stage, queue }: { readonly stage: string; readonly queue?: QueueName | undefined },
  act: (queues: readonly DeadLetterQueue[]) => Promise<T>,
): Promise<T> => {
  catchInterruption();
  return withSqs(stage, async (client) => {
    const queues: DeadLetterQueue[] = [];
    for (const name of queue === undefined ? QUEUE_NAMES : [queue])
      queues.push(sqsDeadLetterQueue(client, await findDeadLetterQueue(client, queueName(stage, name))));
    return act(queues);
  });
};

/** The SDK's own settings, or the stack that `npm run dev` started. */
const clientFor = (stage: string): SQSClient => {
  if (stage !== LOCAL) return new SQSClient({});
  const endpoint = cliEnvironment().sqsEndpoint ?? localStack()?.sqs;
  if (endpoint === undefined) throw new CommandFailed(HOW_TO_START);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return new SQSClient({ endpoint, region: "us-east-1", credentials });
};

/** The error with what to do, if AWS is the cause; else the error as it is. */
export const explain = (error: unknown, stage: string): unknown => {
  if (!(error instanceof Error)) return error;
  const text = explanation(error, stage);
  return text === undefined ? error : new CommandFailed(text, { cause: error });
};

const explanation = (error: Error & { code?: string }, stage: string): string | undefined => {
  if (error instanceof QueueNotFound) return `${error.message}: is the stage "${stage}" deployed here?`;
  if (stage === LOCAL && (error.code === "ECONNREFUSED" || error.name === "TimeoutError")) return HOW_TO_START;
  if (error.name === "CredentialsProviderError")
    return "No AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`";
  if (error.message.includes("Region is missing")) return "No AWS region: set AWS_REGION";
  if ("$metadata" in error)
    return `AWS returned ${error.name} (${error.message}): messages that were received are given back`;
  return undefined;
};
