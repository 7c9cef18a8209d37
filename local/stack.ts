import { devNull } from "node:os";
import { LOCAL_CREDENTIALS } from "./aws/credentials.ts";
import { startEventSources } from "./aws/event-sources.ts";
import type { FunctionRuntime, InvocationResult } from "./aws/function-runtime.ts";
import { startFunctions } from "./aws/functions.ts";
import { startLambdaApi } from "./aws/lambda-api.ts";
import type { LocalQueue } from "./aws/queues.ts";
import { required } from "./aws/required.ts";
import { type Attributes, resolveEnvironment } from "./aws/resolve-environment.ts";
import { startSchedule } from "./aws/schedule.ts";
import type { StackModel } from "./aws/template.ts";
import { CHIME, type LocalDirectory, localDirectory } from "./local-directory.ts";
import { onPort, type Ports } from "./ports.ts";
import { type EmulatorSettings, type StartedEmulator, startEmulator } from "./start-emulator.ts";

export const REGION = "us-east-1";

export type StackOptions = {
  readonly model: StackModel;
  /** Where the functions' zip files are. */
  readonly packageDir: string;
  readonly ports: Ports;
  /** One of LOCAL_DIRECTORIES, which the service was packaged with; by default Chime. */
  readonly directory?: string;
  /** Each line that a function writes. */
  readonly onLog: (functionName: string, line: string) => void;
  /** Emulators that run already and keep running; by default they are started and stopped here. */
  readonly services?: Services;
  /** How long a minute of a schedule takes here, in ms; by default a second. */
  readonly scheduleMinute?: number;
};

const SCHEDULE_MINUTE = 1_000;

/** What the functions call, emulated. */
export type Services = {
  readonly endpoints: { readonly sqs: string; readonly dynamodb: string; readonly directory: string };
  /** Where the functions find the directory, and its secret if it has one. */
  readonly environment: Readonly<Record<string, string>>;
  readonly queues: readonly LocalQueue[];
};

/** `queues` and the functions go by the logical IDs of the template. @see FunctionRuntime */
export type Stack = Services & {
  /** The ID of the Chime account. */
  readonly accountId: string;
  readonly directory: LocalDirectory;
  /** Where Lambda's own API is: event source mappings, and the functions' environment. */
  readonly lambda: string;
  invoke(logicalId: string, payload: unknown): Promise<InvocationResult>;
  killBusy(logicalId: string): boolean;
  liveHeaps(logicalId: string): Promise<number[]>;
  cpuSeconds(logicalId: string): Promise<number[]>;
  close(): Promise<void>;
};

/**
 * Starts a packaged service on this machine: real queues, tables and functions of its template, and an emulated
 * directory. If a part fails, stops whatever was started. @throws CommandFailed, TemplateError
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const started: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const stop of started.splice(0).reverse()) await stop();
  };
  try {
    return { ...(await startParts(options, (stop) => started.push(stop))), close };
  } catch (error) {
    await close();
    throw error;
  }
};

type OnClose = (stop: () => Promise<void> | void) => void;

const startParts = async (options: StackOptions, onClose: OnClose): Promise<Omit<Stack, "close">> => {
  const { model, services, directory: name = CHIME } = options;
  const directory = localDirectory(name, accountOf(model));
  const {
    endpoints,
    queues,
    environment: ofDirectory,
  } = services ?? (await startServices(options, directory, onClose));
  const environment = { ...awsEnvironment(endpoints), ...ofDirectory };
  const attributes = attributesOf(model, queues);
  const runtimes = startFunctions({ ...options, environment, attributes, onClose });
  const mappings = startEventSources({ model, endpoint: endpoints.sqs, region: REGION, queues, runtimes, onClose });
  const environments = new Map(model.functions.map((fn) => [fn.name, resolveEnvironment(fn, attributes)]));
  const lambda = await startLambdaApi({ mappings, environments, region: REGION });
  onClose(lambda.close);
  startSchedules(options, runtimes, onClose);
  const runtime = (logicalId: string): FunctionRuntime => required(runtimes.get(logicalId), logicalId);
  return {
    endpoints,
    environment: ofDirectory,
    queues,
    accountId: accountOf(model),
    directory,
    lambda: lambda.endpoint,
    invoke: (logicalId, payload) => runtime(logicalId).invoke(payload),
    killBusy: (logicalId) => runtime(logicalId).killBusy(),
    liveHeaps: (logicalId) => runtime(logicalId).liveHeaps(),
    cpuSeconds: (logicalId) => runtime(logicalId).cpuSeconds(),
  };
};

const startServices = async (
  { model, ports }: StackOptions,
  directory: LocalDirectory,
  onClose: OnClose,
): Promise<Services> => {
  const start = async (name: string, settings: EmulatorSettings): Promise<StartedEmulator> => {
    const { stop, ...started } = await onPort(name, settings.port, startEmulator(settings));
    onClose(stop);
    return started;
  };
  const [sqs, dynamodb, started, secrets] = await allStarted([
    start("SQS", { emulates: "sqs", port: ports.sqs, models: model.queues, region: REGION }),
    start("DynamoDB", { emulates: "dynamodb", port: ports.dynamodb, models: model.tables, region: REGION }),
    start(directory.file.name, directory.emulator(ports.directory)),
    start("Secrets Manager", { emulates: "secrets", port: 0, secrets: directory.secrets, region: REGION }),
  ]);
  const endpoints = { sqs: sqs.endpoint, dynamodb: dynamodb.endpoint, directory: started.endpoint };
  const environment = { ...directory.environment(started), AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint };
  return { endpoints, environment, queues: sqs.queues ?? [] };
};

/** Waits for all even if one fails, so that whoever closes the stack knows of the others. @throws the first error */
const allStarted = async <T extends readonly Promise<unknown>[]>(starting: readonly [...T]) => {
  await Promise.allSettled(starting);
  return Promise.all(starting);
};

const startSchedules = (
  { model, scheduleMinute = SCHEDULE_MINUTE }: StackOptions,
  runtimes: ReadonlyMap<string, FunctionRuntime>,
  onClose: OnClose,
): void => {
  for (const { function: logicalId, minutes } of model.schedules) {
    const { invoke } = required(runtimes.get(logicalId), logicalId);
    const every = minutes * scheduleMinute;
    onClose(startSchedule({ every, longest: minutes * 60_000, region: REGION, invoke }).stop);
  }
};

const attributesOf = (model: StackModel, queues: readonly LocalQueue[]): Attributes =>
  new Map([
    ...queues.map(
      ({ logicalId, name, url, arn }) => [logicalId, { "": url, QueueName: name, QueueUrl: url, Arn: arn }] as const,
    ),
    ...model.tables.map(({ logicalId, name }) => [logicalId, { "": name }] as const),
  ]);

/** The account that the functions are configured for is the one that is emulated. */
export const accountOf = ({ functions }: StackModel): string =>
  String(functions.find(({ environment }) => "CHIME_ACCOUNT_ID" in environment)?.environment["CHIME_ACCOUNT_ID"]);

/** The SDK's own variables: the functions cannot know where they run. */
const awsEnvironment = ({ sqs, dynamodb }: Stack["endpoints"]): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL_SQS: sqs,
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
  AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
  AWS_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: "true",
  // On Lambda there are no such files, and what this machine's say is not for the emulators.
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
});
