import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { ListUsersCommand } from "@aws-sdk/client-chime";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Context, SQSRecord } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { chimeClients } from "../../adapters/directories/chime/clients.ts";
import { chimeDirectory } from "../../adapters/directories/chime/directory.ts";
import { sqsClient } from "../../adapters/sqs/client.ts";
import { dynamoDbClients } from "../../adapters/state/clients.ts";
import { creationLock } from "../../adapters/state/creation-lock.ts";
import { nodeTimer } from "../../adapters/timer.ts";
import { readStageSettings } from "../../config/stage-settings.ts";
import type { FactKind } from "../../domain/facts/hr-event.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws/credentials.ts";
import { type LocalQueues, startQueues } from "../../local/aws/queues.ts";
import { type LocalTables, startTables } from "../../local/aws/tables.ts";
import { startChimeEmulator } from "../../local/chime/emulator.ts";
import { hrFunction } from "../../runtime/hr-function.ts";
import { telemetry } from "../../runtime/telemetry.ts";
import { type AwsCall, type Fault, startAwsProxy } from "../support/aws-proxy.ts";
import { ACCOUNT } from "../support/chime-emulator.ts";
import { eventBody } from "../support/event-bodies.ts";
import { sqsRecord } from "../support/handler-in-memory.ts";
import { TITLED_POLICY } from "../support/titled-policy.ts";

/** As deployed. The clients below have their own time-outs, which nothing here replaces. */
const SETTINGS = readStageSettings(readFileSync("config/stages.yml", "utf8"), "prod");
const TIMEOUT_MS = SETTINGS.functionTimeout * 1000;
const REGION = "us-east-1";

// Its clock runs by progress: how long it takes says nothing, on a busy machine least.
vi.setConfig({ testTimeout: 180_000 });

let proxy: Awaited<ReturnType<typeof startAwsProxy>>;
let chime: Awaited<ReturnType<typeof startChimeEmulator>>;
let tables: LocalTables;
let queues: LocalQueues;
let world: ReturnType<typeof deployed>;
let number = 0;

beforeAll(async () => {
  chime = await startChimeEmulator({ port: 0, accounts: [ACCOUNT] });
  const models = [
    { logicalId: "Employees", name: "employees", hashKey: "employeeId" },
    { logicalId: "Idempotency", name: "idempotency", hashKey: "id" },
  ];
  tables = await startTables(models, 0, REGION);
  queues = await startQueues([{ logicalId: "Dead", name: "dead", attributes: {} }], 0, REGION);
  proxy = await startAwsProxy({ chime: chime.endpoint, dynamodb: tables.endpoint, sqs: queues.endpoint });
});
afterAll(async () => {
  await proxy.close();
  await Promise.all([chime.close(), tables.close(), queues.close()]);
});
beforeEach(() => {
  vi.stubEnv("AWS_ENDPOINT_URL", proxy.endpoint);
  vi.stubEnv("AWS_REGION", REGION);
  vi.stubEnv("AWS_ACCESS_KEY_ID", LOCAL_CREDENTIALS.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", LOCAL_CREDENTIALS.secretAccessKey);
  vi.stubEnv("POWERTOOLS_DEV", "true"); // the logger then writes through the global console
  for (const method of ["info", "warn", "error", "log"] as const) vi.spyOn(console, method).mockReturnValue();
  // The clients' timers run on this clock, the sockets do not: 30 seconds pass in a moment.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
  proxy.setFaults(() => undefined);
  number += 1;
  world = deployed();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** The functions as the handlers build them, at a cold start. */
const deployed = () => {
  const clients = chimeClients();
  const dependencies = {
    openDirectory: chimeDirectory({ clients, accountId: ACCOUNT.accountId, timer: nodeTimer }),
    dynamoDb: dynamoDbClients(),
    sqs: sqsClient(),
    policy: TITLED_POLICY,
    telemetry: telemetry(),
    timer: nodeTimer,
    now: () => new Date(),
    random: () => 0,
  };
  // The client sends to the host of the queue's URL.
  const queueUrl = (queues.queues[0]?.url ?? "").replace(queues.endpoint, proxy.endpoint);
  const config = {
    EMPLOYEES_TABLE: "employees",
    SOURCE_QUEUE_NAME: "dead",
    SOURCE_QUEUE_URL: queueUrl,
    DEAD_LETTER_QUEUE_URL: queueUrl,
    MAX_RECEIVE_COUNT: SETTINGS.maxReceiveCount,
    RETRY_BASE_SECONDS: SETTINGS.retryBase,
    RETRY_MAX_SECONDS: SETTINGS.retryMax,
    HIRE_GRACE_SECONDS: 3_600,
  };
  const lock = creationLock(dependencies.dynamoDb.plain, "idempotency");
  return {
    ...dependencies,
    chime: clients,
    hired: hrFunction("hired", config, dependencies, lock),
    "role-changed": hrFunction("role-changed", config, dependencies),
    left: hrFunction("left", config, dependencies),
  };
};

/** Lets time pass, but only while nothing else happens, until `work` has settled or so many ms have gone. */
const waitFor = async <T>(work: Promise<T>, milliseconds: number): Promise<T> => {
  let isSettled = false;
  const settled = () => {
    isSettled = true;
  };
  work.then(settled, settled);
  for (const endsAt = Date.now() + milliseconds; !isSettled && Date.now() < endsAt; ) {
    await proxy.quiet();
    if (!isSettled) await vi.advanceTimersByTimeAsync(100);
  }
  if (!isSettled) throw new Error(`Task timed out after ${milliseconds} ms`);
  return work;
};

/** One invocation, which fails at the function's time-out, as with Lambda. Returns the IDs of what is to come again. */
const invoke = async (kind: FactKind, Records: SQSRecord[]): Promise<readonly string[]> => {
  const endsAt = Date.now() + TIMEOUT_MS;
  const context = { awsRequestId: "r", getRemainingTimeInMillis: () => endsAt - Date.now() } as Context;
  const { batchItemFailures } = await waitFor(world[kind]({ Records }, context), TIMEOUT_MS);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
};

const idOf = (name: string) => `${name}-${number}`;
const emailOf = (name: string) => `${idOf(name)}@example.com`;
const recordOf = (kind: FactKind, name: string, { title = "Pro", receiveCount = 1, at = "2026-03-01" } = {}) => {
  const role = { title, department: "Sales" };
  const data = { employeeId: idOf(name), email: emailOf(name), effectiveAt: `${at}T00:00:00Z`, role };
  return sqsRecord(eventBody(kind, data, { id: `${kind}-${idOf(name)}` }), receiveCount);
};
const hire = (name: string, receiveCount = 1) => recordOf("hired", name, { receiveCount });

const userOf = async (name: string) => {
  const listing = world.chime.find.send(
    new ListUsersCommand({ AccountId: ACCOUNT.accountId, UserEmail: emailOf(name) }),
  );
  const { Users = [] } = await listing;
  return Users.map(({ LicenseType }) => LicenseType);
};

/** What speaks of somebody, in a path, a query or a body; the lock knows people by a hash. */
const isAbout = ({ text }: AwsCall, name: string) => {
  const lock = createHash("md5")
    .update(JSON.stringify(idOf(name)))
    .digest("base64");
  return [emailOf(name), `"${idOf(name)}"`, lock].some((word) => decodeURIComponent(text).includes(word));
};
const onCallAbout = (name: string, operation: string, fault: Fault) => (call: AwsCall) =>
  call.operation === operation && isAbout(call, name) ? fault : undefined;
const countOf = (operation: string, name: string) =>
  proxy.calls.filter((call) => call.operation === operation && isAbout(call, name)).length;

const DRIP: Fault = { drip: "without effect" };
const ENDLESS: Fault = { json: { Users: [], NextToken: "more" }, afterMs: 50 };

describe("a hire whose call has no end fails alone, and is applied once when it comes again", () => {
  test.each<[what: string, operation: string, fault: Fault]>([
    ["a list of users without an end", "ListUsers", ENDLESS],
    ["a ListUsers that never responds", "ListUsers", "hang"],
    ["a ListUsers whose body drips", "ListUsers", DRIP],
    ["a CreateUser that never responds", "CreateUser", "hang"],
    ["a CreateUser whose body drips", "CreateUser", DRIP],
    ["a fold that never responds", "UpdateItem", "hang"],
    ["a fold whose response drips", "UpdateItem", DRIP],
    ["a lock that never responds", "PutItem", "hang"],
  ])("%s", async (_, operation, fault) => {
    proxy.setFaults(onCallAbout("slow", operation, fault));
    const slow = hire("slow");
    expect(await invoke("hired", [hire("a"), slow, hire("b")])).toEqual([slow.messageId]);
    expect(await Promise.all(["a", "b"].map(userOf))).toEqual([["Pro"], ["Pro"]]);
    proxy.setFaults(() => undefined);
    expect(await invoke("hired", [slow])).toEqual([]);
    expect(await userOf("slow")).toEqual(["Pro"]);
    expect(["a", "b"].map((name) => countOf("CreateUser", name))).toEqual([1, 1]);
  });
});

test("a user whose creation took effect while its response drips is found, and not created again", async () => {
  proxy.setFaults(onCallAbout("slow", "CreateUser", { drip: "after the effect" }));
  expect(await invoke("hired", [hire("a"), hire("slow")])).toEqual([]);
  expect(await Promise.all(["a", "slow"].map(userOf))).toEqual([["Pro"], ["Pro"]]);
  expect(countOf("CreateUser", "slow")).toBe(1);
});

describe("license changes whose request has no end fail, and the others of the batch are acknowledged", () => {
  const names = Array.from({ length: 21 }, (_, index) => `e${index}`);

  test.each<[what: string, operation: string, fault: Fault, failed: number]>([
    ["an UpdateUser that never responds", "UpdateUser", "hang", 1],
    ["an UpdateUser whose body drips", "UpdateUser", DRIP, 1],
    ["a BatchUpdateUser that never responds", "BatchUpdateUser", "hang", 20],
    ["a BatchUpdateUser whose body drips", "BatchUpdateUser", DRIP, 20],
  ])("%s", async (_, operation, fault, count) => {
    expect(
      await invoke(
        "hired",
        names.map((name) => hire(name)),
      ),
    ).toEqual([]);
    const changes = names.map((name) => recordOf("role-changed", name, { title: "Basic", at: "2026-04-01" }));
    proxy.setFaults((call) => (call.operation === operation ? fault : undefined));
    const failed = await invoke("role-changed", changes);
    expect(failed).toHaveLength(count);
    const sent = proxy.calls.length;
    proxy.setFaults(() => undefined);
    expect(
      await invoke(
        "role-changed",
        changes.filter(({ messageId }) => failed.includes(messageId)),
      ),
    ).toEqual([]);
    const again = proxy.calls.slice(sent).filter((call) => call.operation.endsWith("UpdateUser"));
    expect(again.flatMap(({ text }) => text.match(/LicenseType/g) ?? [])).toHaveLength(count);
    expect(new Set((await Promise.all(names.map(userOf))).flat())).toEqual(new Set(["Basic"]));
  });
});

describe("a queue that has no end", () => {
  test.each<[what: string, fault: Fault]>([
    ["never responds", "hang"],
    ["drips", DRIP],
  ])("and %s keeps only its own record, also at the last receive after the whole time is gone", async (_, fault) => {
    const endless = onCallAbout("slow", "ListUsers", ENDLESS);
    const isSqs = ({ operation }: AwsCall) => ["SendMessage", "ChangeMessageVisibility"].includes(operation);
    proxy.setFaults((call) => (isSqs(call) ? fault : endless(call)));
    const [slow, poison, last] = [hire("slow"), sqsRecord("no JSON"), hire("slow", SETTINGS.maxReceiveCount)];
    expect(await invoke("hired", [hire("a"), slow, poison, last])).toEqual(
      [slow, poison, last].map((one) => one.messageId),
    );
    expect(await userOf("a")).toEqual(["Pro"]);
  });
});

test.each<[service: string, send: () => Promise<unknown>]>([
  ["Chime", () => world.chime.find.send(new ListUsersCommand({ AccountId: ACCOUNT.accountId }))],
  [
    "DynamoDB",
    () => world.dynamoDb.document.send(new GetCommand({ TableName: "employees", Key: { employeeId: "E" } })),
  ],
  ["SQS", () => world.sqs.send(new ListQueuesCommand())],
])("a body of %s that drips is given up well before the deadline, and nothing is left behind", async (_, send) => {
  proxy.setFaults(() => DRIP);
  await expect(waitFor(send(), 20_000)).rejects.toMatchObject({ name: "TimeoutError" });
  proxy.setFaults(() => undefined);
  await waitFor(send(), 1_000);
});
