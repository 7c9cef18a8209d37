import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { SQSClient } from "@aws-sdk/client-sqs";
import { unzipSync } from "fflate";
import { LOCAL_CREDENTIALS } from "./aws/credentials.ts";
import { startEventSource } from "./aws/event-source.ts";
import { type FunctionRuntime, functionRuntime, type InvocationResult } from "./aws/function-runtime.ts";
import type { LocalQueue } from "./aws/queues.ts";
import { type Attributes, resolveEnvironment } from "./aws/resolve-environment.ts";
import type { FunctionModel, StackModel } from "./aws/template.ts";
import { localAccount } from "./chime/account-settings.ts";
import { onPort, type Ports } from "./ports.ts";
import { type EmulatorSettings, type StartedEmulator, startEmulator } from "./start-emulator.ts";

export const REGION = "us-east-1";

export type StackOptions = {
  readonly model: StackModel;
  /** Where the functions' zip files are. */
  readonly packageDir: string;
  readonly ports: Ports;
  /** Each line that a function writes. */
  readonly onLog: (functionName: string, line: string) => void;
  /** Emulators that run already and keep running; by default they are started and stopped here. */
  readonly services?: Services;
};

/** What the functions call, emulated. */
export type Services = {
  readonly endpoints: { readonly sqs: string; readonly dynamodb: string; readonly chime: string };
  readonly queues: readonly LocalQueue[];
};

/** `queues` and the functions go by the logical IDs of the template. @see FunctionRuntime */
export type Stack = Services & {
  readonly accountId: string;
  invoke(logicalId: string, payload: unknown): Promise<InvocationResult>;
  killBusy(logicalId: string): boolean;
  liveHeaps(logicalId: string): Promise<number[]>;
  close(): Promise<void>;
};

/**
 * Starts a packaged service on this machine: real queues, tables and functions of its template, and an emulated Chime
 * account. If a part fails, stops whatever was started. @throws CommandFailed, TemplateError
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
  const { model, ports, services } = options;
  const { endpoints, queues } = services ?? (await startServices(model, ports, onClose));
  const runtimes = startFunctions(options, awsEnvironment(endpoints), attributesOf(model, queues), onClose);
  startEventSources(model, endpoints.sqs, queues, runtimes, onClose);
  const runtime = (logicalId: string): FunctionRuntime => required(runtimes.get(logicalId), logicalId);
  return {
    endpoints,
    queues,
    accountId: accountOf(model),
    invoke: (logicalId, payload) => runtime(logicalId).invoke(payload),
    killBusy: (logicalId) => runtime(logicalId).killBusy(),
    liveHeaps: (logicalId) => runtime(logicalId).liveHeaps(),
  };
};

const startServices = async (model: StackModel, ports: Ports, onClose: OnClose): Promise<Services> => {
  const start = async (name: string, settings: EmulatorSettings): Promise<StartedEmulator> => {
    const { stop, ...started } = await onPort(name, settings.port, startEmulator(settings));
    onClose(stop);
    return started;
  };
  const account = localAccount(accountOf(model));
  const [sqs, dynamodb, chime] = await allStarted([
    start("SQS", { emulates: "sqs", port: ports.sqs, models: model.queues, region: REGION }),
    start("DynamoDB", { emulates: "dynamodb", port: ports.dynamodb, models: model.tables, region: REGION }),
    start("Chime", { emulates: "chime", port: ports.chime, accounts: [account] }),
  ]);
  const endpoints = { sqs: sqs.endpoint, dynamodb: dynamodb.endpoint, chime: chime.endpoint };
  return { endpoints, queues: sqs.queues ?? [] };
};

/** Waits for all even if one fails, so that whoever closes the stack knows of the others. @throws the first error */
const allStarted = async <T extends readonly Promise<unknown>[]>(starting: readonly [...T]) => {
  await Promise.allSettled(starting);
  return Promise.all(starting);
};

const startFunctions = (
  { model, packageDir, onLog }: StackOptions,
  environment: Readonly<Record<string, string>>,
  attributes: Attributes,
  onClose: OnClose,
): ReadonlyMap<string, FunctionRuntime> => {
  const directory = makeTemporaryFolder(onClose);
  const runtimes = model.functions.map((fn): [string, FunctionRuntime] => {
    const [module = "", handlerName = ""] = fn.handler.split(".");
    const root = join(directory, fn.logicalId);
    unzipTo(root, join(packageDir, fn.artifact));
    const runtime = functionRuntime({
      name: fn.name,
      bundle: pathToFileURL(join(root, `${module}.mjs`)).href,
      handlerName,
      memory: fn.memory,
      timeout: fn.timeout,
      environment: { ...environment, ...lambdaEnvironment(fn, root), ...resolveEnvironment(fn, attributes) },
      onLog: (line) => onLog(fn.name, line),
    });
    onClose(runtime.close);
    return [fn.logicalId, runtime];
  });
  return new Map(runtimes);
};

/** It is removed when the stack closes, and also if the process exits before. */
const makeTemporaryFolder = (onClose: OnClose): string => {
  const directory = mkdtempSync(join(tmpdir(), "seatkeeper-"));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  process.once("exit", remove);
  onClose(() => {
    process.off("exit", remove);
    remove();
  });
  return directory;
};

const startEventSources = (
  model: StackModel,
  endpoint: string,
  queues: readonly LocalQueue[],
  runtimes: ReadonlyMap<string, FunctionRuntime>,
  onClose: OnClose,
): void => {
  const client = new SQSClient({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  onClose(() => client.destroy());
  for (const source of model.eventSources) {
    const queue = required(
      queues.find(({ logicalId }) => logicalId === source.queue),
      source.queue,
    );
    const { invoke } = required(runtimes.get(source.function), source.function);
    const { url: queueUrl, arn: queueArn } = queue;
    const { stop } = startEventSource({ client, queueUrl, queueArn, region: REGION, invoke, ...source });
    onClose(stop);
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
const awsEnvironment = ({ sqs, dynamodb, chime }: Stack["endpoints"]): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL_SQS: sqs,
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
  AWS_ENDPOINT_URL_CHIME: chime,
  AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
  AWS_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: "true",
  // On Lambda there are no such files, and what this machine's say is not for the emulators.
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
});

const lambdaEnvironment = ({ name, memory, handler }: FunctionModel, root: string) => ({
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  LAMBDA_TASK_ROOT: root,
  _HANDLER: handler,
});

const unzipTo = (directory: string, file: string): void => {
  for (const [name, content] of Object.entries(unzipSync(readFileSync(file)))) {
    if (name.endsWith("/")) continue;
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
};

const required = <T>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new Error(`The template has no resource ${name}`);
  return value;
};
