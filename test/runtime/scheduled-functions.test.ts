import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Context } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { loadDirectoryFile } from "../../config/load-stage.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws/credentials.ts";
import { type LocalQueues, startQueues } from "../../local/aws/queues.ts";
import { dynamoDbForTest } from "../support/dynamodb.ts";

const REGION = "us-east-1";
const CONTEXT = { awsRequestId: "r", functionName: "f", getRemainingTimeInMillis: () => 30_000 } as Context;
let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let sqs: LocalQueues;
let log: string[] = [];

beforeAll(async () => {
  vi.doMock("seatkeeper:directory", () => ({ default: loadDirectoryFile("config", "chime") }));
  dynamoDb = await dynamoDbForTest();
  const models = ["hired", "changed", "left"].map((name) => ({ logicalId: name, name, attributes: {} }));
  sqs = await startQueues(models, 0, REGION);
});
afterAll(() => Promise.all([dynamoDb.close(), sqs.close()]));
beforeEach(async () => {
  const { endpoint } = dynamoDb.plain.config;
  const { hostname, port } = (await endpoint?.()) ?? {};
  const queueUrl = (name: string) => sqs.queues.find(({ url }) => url.endsWith(`/${name}`))?.url ?? "";
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: `http://${hostname}:${port}`,
    AWS_ENDPOINT_URL_SQS: sqs.endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    EMPLOYEES_TABLE: "employees",
    EMPLOYEE_HIRED_QUEUE_URL: queueUrl("hired"),
    ROLE_CHANGED_QUEUE_URL: queueUrl("changed"),
    EMPLOYEE_LEFT_QUEUE_URL: queueUrl("left"),
    POWERTOOLS_DEV: "true", // the logger then writes through the global console, where the tests read it
    POWERTOOLS_METRICS_DISABLED: "false", // which development mode would do
    POWERTOOLS_METRICS_NAMESPACE: "Seatkeeper",
    POWERTOOLS_SERVICE_NAME: "seatkeeper",
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  log = [];
  for (const method of ["info", "warn", "error", "log"] as const)
    vi.spyOn(console, method).mockImplementation((...words) => void log.push(words.join(" ")));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const put = (Item: Record<string, unknown>) => dynamoDb.document.send(new PutCommand({ TableName: "employees", Item }));
const metrics = () => log.flatMap((line) => (line.includes("_aws") ? [JSON.parse(line)] : []));
const bodiesIn = async (name: string) => {
  const client = new SQSClient({ endpoint: sqs.endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  const QueueUrl = sqs.queues.find(({ url }) => url.endsWith(`/${name}`))?.url;
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  client.destroy();
  return Messages.map(({ Body = "" }) => JSON.parse(Body).data);
};

test("wakeWaiting sends a resync for who is due, and reports how many, and how late the oldest is", async () => {
  const dueFor = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();
  await put({ employeeId: "E1", wakeAt: dueFor(5_000), wakeShard: "0", wakeBy: "left" });
  await put({ employeeId: "E2", wakeAt: dueFor(-3_600_000), wakeShard: "1", wakeBy: "hired" });
  const { handler } = await import("../../handlers/wake-waiting.ts");
  expect(await handler({}, CONTEXT)).toMatchObject({ sent: 1, failed: 0 });
  expect([await bodiesIn("left"), await bodiesIn("hired"), await bodiesIn("changed")]).toEqual([
    [{ employeeId: "E1", because: "Due" }],
    [],
    [],
  ]);
  const [{ WakeUpsSent, OldestOverdueSeconds }] = metrics();
  expect([WakeUpsSent, OldestOverdueSeconds >= 5]).toEqual([1, true]);
});

test("countSeats reports a gauge for each license, and one for each reason to wait", async () => {
  await put({ employeeId: "E1", applied: { license: "Pro" }, waiting: { because: "AddressInUse" } });
  await put({ employeeId: "E2", applied: { license: "Pro" }, upcoming: [{ version: "1" }] });
  const { handler } = await import("../../handlers/count-seats.ts");
  const counts = await handler({}, CONTEXT);
  expect(counts).toMatchObject({ seats: { Pro: 2 }, waiting: { AddressInUse: 1, NotYetEffective: 1 } });
  const gauges = (dimension: string, metric: string) =>
    Object.fromEntries(
      metrics().flatMap((each) => (each[metric] === undefined ? [] : [[each[dimension], each[metric]]])),
    );
  expect([gauges("license", "Seats"), gauges("because", "Waiting")]).toEqual([counts.seats, counts.waiting]);
});
