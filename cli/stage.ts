import { SQSClient } from "@aws-sdk/client-sqs";
import { findDeadLetterQueue, QueueNotFound, sqsDeadLetterQueue } from "../adapters/sqs/dead-letter-queue.ts";
import type { DeadLetterQueue } from "../dead-letters/dead-letter-queue.ts";
import { cliEnvironment, localStack } from "./environment.ts";
import { CommandFailed } from "./usage-error.ts";

/** The source queues of a stage, by the end of their names. */
export const QUEUES = ["employee-hired", "role-changed"] as const;
export type QueueName = (typeof QUEUES)[number];

export const LOCAL = "local";
const HOW_TO_START = "No local stack is running: start one in another terminal with `npm run dev`";

/** An SQS client for a stage: the SDK's own settings, or the stack that `npm run dev` started. @throws CommandFailed */
export const clientFor = (stage: string): SQSClient => {
  if (stage !== LOCAL) return new SQSClient({});
  const endpoint = cliEnvironment().sqsEndpoint ?? localStack()?.sqs;
  if (endpoint === undefined) throw new CommandFailed(HOW_TO_START);
  return new SQSClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
};

/** The dead-letter queues of a stage, found by the names of their source queues. @throws CommandFailed */
export const deadLetterQueues = async (
  client: SQSClient,
  stage: string,
  names: readonly QueueName[],
): Promise<readonly DeadLetterQueue[]> => {
  try {
    const queues: DeadLetterQueue[] = [];
    for (const name of names)
      queues.push(sqsDeadLetterQueue(client, await findDeadLetterQueue(client, `seatkeeper-${stage}-${name}`)));
    return queues;
  } catch (error) {
    throw explain(error, stage);
  }
};

/** What went wrong with AWS, and what to do. */
export const explain = (error: unknown, stage: string): unknown => {
  if (!(error instanceof Error)) return error;
  const { code } = error as { code?: string };
  if (error instanceof QueueNotFound) {
    return new CommandFailed(`${error.message}: is the stage "${stage}" deployed here?`, { cause: error });
  }
  if (stage === LOCAL && (code === "ECONNREFUSED" || error.name === "TimeoutError"))
    return new CommandFailed(HOW_TO_START);
  if (error.name === "CredentialsProviderError") {
    return new CommandFailed("No AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`", { cause: error });
  }
  if (error.message.includes("Region is missing")) {
    return new CommandFailed("No AWS region: set AWS_REGION", { cause: error });
  }
  if ("$metadata" in error) {
    return new CommandFailed(`AWS answered ${error.name} (${error.message}): what was taken out is given back`, {
      cause: error,
    });
  }
  return error;
};
