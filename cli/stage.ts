import { SQSClient } from "@aws-sdk/client-sqs";
import { sqsDeadLetterQueue } from "../adapters/sqs/dead-letter-queue.ts";
import { findDeadLetterQueue, QueueNotFound } from "../adapters/sqs/find-queue.ts";
import { LOCAL } from "../config/local-stage.ts";
import type { DeadLetterQueue } from "../dead-letters/dead-letter-queue.ts";
import { QUEUE_NAMES, type QueueName } from "../events/catalogue.ts";
import { givenRegion } from "./aws-options.ts";
import { cliEnvironment, type LocalStack, localStack, type Service } from "./environment.ts";
import { CommandFailed } from "./errors.ts";
import { catchInterruption } from "./interruption.ts";
import { CONFIG } from "./project.ts";
import { visible } from "./visible.ts";

export const queueName = (stage: string, queue: QueueName): string => `seatkeeper-${stage}-${queue}`;

/** In ms. A receive waits up to a second. */
export const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true };
const HOW_TO_START = "No local stack is running: start one in another terminal with `npm run dev`";

/**
 * Calls `act` with an SQS client of the stage. @throws CommandFailed if AWS cannot be reached, and what `act` throws
 */
export const withSqs = async <T>(stage: string, act: (client: SQSClient) => Promise<T>): Promise<T> => {
  const client = new SQSClient(await clientOptions(stage, "sqs"));
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

/** About how many dead letters are in flight in all queues: nobody else can look at them. */
export const totalInFlight = async (queues: readonly DeadLetterQueue[]): Promise<number> => {
  const depths = await Promise.all(queues.map((queue) => queue.depth()));
  return depths.reduce((sum, { inFlight }) => sum + inFlight, 0);
};

/**
 * The region of a stage: what `--region` says, else config/stages.yml, whose parser is loaded only for that. AWS_REGION may
 * be another stage's. @throws CommandFailed if there is no such stage
 */
export const regionOf = async (stage: string): Promise<string> => {
  const given = givenRegion();
  if (given !== undefined) return given;
  const { loadStages, StageSettingsError } = await import("../config/stage-settings.ts");
  try {
    return loadStages(CONFIG).settings(stage).region;
  } catch (error) {
    throw error instanceof StageSettingsError ? new CommandFailed(error.message, { cause: error }) : error;
  }
};

/**
 * How a client of a service is made: with the SDK's own credentials, or for the stack that `npm run dev` started.
 * @throws CommandFailed if none runs, or if there is no such stage
 */
export const clientOptions = async (stage: string, service: Service) => {
  if (stage !== LOCAL) return { region: await regionOf(stage), requestHandler: TIMEOUTS };
  return localOptions(cliEnvironment().endpoints[service] ?? requireLocalStack()[service]);
};

/** How a client of a service of the embedded stack is made. */
export const localOptions = (endpoint: string) => {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return { requestHandler: TIMEOUTS, endpoint, region: "us-east-1", credentials };
};

/** @throws CommandFailed if none runs */
export const requireLocalStack = (): LocalStack => {
  const stack = localStack();
  if (stack === undefined) throw new CommandFailed(HOW_TO_START);
  return stack;
};

/** The error with what to do, if AWS is the cause, or what stands at the service's endpoint; else the error as it is. */
export const explain = (error: unknown, stage: string, service: Service = "sqs"): unknown => {
  if (!(error instanceof Error)) return error;
  const text = explanation(error, stage, service);
  return text === undefined ? error : new CommandFailed(visible(text), { cause: error });
};

/** What the SDK adds to an error; without a status there was no response. */
type SdkError = Error & { readonly code?: string; readonly $metadata?: { readonly httpStatusCode?: number } };

const explanation = (error: SdkError, stage: string, service: Service): string | undefined => {
  const endpoint = cliEnvironment().endpoints[service];
  const isMissing = error instanceof QueueNotFound || (error.$metadata && error.$metadata.httpStatusCode === undefined);
  if (stage === LOCAL && endpoint !== undefined && isMissing) {
    const variable = `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
    return `${variable} is ${endpoint}, and the stack is not there: unset it to use that of npm run dev`;
  }
  if (error instanceof QueueNotFound) return `${error.message}: is the stage "${stage}" deployed here?`;
  if (error.name === "CredentialsProviderError")
    return "No AWS credentials: set AWS_PROFILE, or sign in with `aws sso login`";
  if (error.code === "ERR_INVALID_URL") return "The endpoint is not a URL: correct AWS_ENDPOINT_URL";
  return error.$metadata === undefined ? undefined : explainCall(error, error.$metadata, stage, service);
};

const explainCall = (
  error: SdkError,
  { httpStatusCode }: NonNullable<SdkError["$metadata"]>,
  stage: string,
  service: Service,
): string => {
  if (httpStatusCode === undefined) {
    if (stage === LOCAL) return HOW_TO_START;
    const cause = error.message || error.code || error.name;
    return `AWS cannot be reached (${cause}): check the network and AWS_ENDPOINT_URL`;
  }
  if (error instanceof SyntaxError)
    return `The endpoint does not speak AWS's protocol (HTTP ${httpStatusCode}): correct AWS_ENDPOINT_URL`;
  const returned = `AWS returned ${error.name} (${error.message})`;
  return service === "sqs" ? `${returned}: messages that were received are given back` : returned;
};
