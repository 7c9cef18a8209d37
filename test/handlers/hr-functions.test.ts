import { SQSClient } from "@aws-sdk/client-sqs";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { HttpResponse } from "@smithy/core/protocols";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { nodeTimer } from "../../adapters/timer.ts";
import type { Dependencies } from "../../runtime/hr-function.ts";
import { telemetry } from "../../runtime/telemetry.ts";
import { ACCOUNT, emulatorForTest } from "../support/chime-emulator.ts";
import { dynamoDbForTest } from "../support/dynamodb.ts";
import { hireBody, roleChangeBody } from "../support/event-bodies.ts";
import { sqsRecord } from "../support/handler-in-memory.ts";
import { NOW } from "../support/hr-events.ts";
import { TITLED_POLICY } from "../support/titled-policy.ts";

// The deployed handlers with their own environment, over an emulator, DynamoDB, and SQS that takes everything.
const ENVIRONMENT = {
  CHIME_ACCOUNT_ID: ACCOUNT.accountId,
  EMPLOYEES_TABLE: "employees",
  IDEMPOTENCY_TABLE: "idempotency",
  SOURCE_QUEUE_NAME: "source",
  SOURCE_QUEUE_URL: "https://sqs/1/source",
  DEAD_LETTER_QUEUE_URL: "https://sqs/1/dead-letters",
  MAX_RECEIVE_COUNT: "3",
  RETRY_BASE_SECONDS: "30",
  RETRY_MAX_SECONDS: "900",
  POWERTOOLS_DEV: "true", // the logger then writes through the global console
};

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
type Sent = { readonly action: string; readonly QueueUrl: string; readonly [member: string]: unknown };

let chime: Awaited<ReturnType<typeof emulatorForTest>>;
let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let employeeHired: Handler;
let roleChanged: Handler;
let sent: Sent[] = [];

const sqs = new SQSClient({
  region: "us-east-1",
  credentials: { accessKeyId: "x", secretAccessKey: "x" },
  md5: false,
  requestHandler: {
    handle: async ({ headers, body }: { headers: Record<string, string>; body: string }) => {
      sent.push({ action: headers["x-amz-target"]?.replace("AmazonSQS.", ""), ...JSON.parse(body) });
      return { response: new HttpResponse({ statusCode: 200, headers: {}, body: Buffer.from("{}") }) };
    },
  } as never,
});

beforeAll(async () => {
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
  [chime, dynamoDb] = [await emulatorForTest(), await dynamoDbForTest()];
  const { client } = chime;
  vi.doMock("../../runtime/aws-dependencies.ts", () => ({
    awsDependencies: (): Dependencies => ({
      chime: { find: client, create: client, update: client, waitWithin: () => {} },
      dynamoDb,
      sqs,
      policy: TITLED_POLICY,
      telemetry: telemetry(),
      timer: nodeTimer,
      now: () => NOW,
      random: () => 0,
    }),
  }));
  ({ handler: employeeHired } = await import("../../handlers/employee-hired.ts"));
  ({ handler: roleChanged } = await import("../../handlers/role-changed.ts"));
});
beforeEach(async () => {
  sent = [];
  for (const method of ["info", "warn", "error", "log"] as const) vi.spyOn(console, method).mockReturnValue();
  await chime.reset();
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  vi.unstubAllEnvs();
  await chime.close();
  await dynamoDb.close();
});

const invoke = (handler: Handler, ...Records: SQSRecord[]) =>
  handler({ Records }, { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 } as Context);
const operations = async () => (await chime.calls()).map(({ operation, response }) => `${operation} ${response}`);
const DONE = { batchItemFailures: [] };

test("employeeHired creates the user in the stage's account, under a lock in the stage's table", async () => {
  expect(await invoke(employeeHired, sqsRecord(hireBody()))).toEqual(DONE);
  expect(await operations()).toEqual(["ListUsers 200", "CreateUser 201", "UpdateUser 200"]);
  const { Items = [] } = await dynamoDb.document.send(new ScanCommand({ TableName: "idempotency" }));
  expect(Items).toMatchObject([{ id: expect.stringMatching(/^create-user#/), status: "COMPLETED" }]);
});

test.each([
  ["employeeHired", roleChangeBody(), () => employeeHired],
  ["roleChanged", hireBody(), () => roleChanged],
])("%s takes its own events only: the other goes to the dead-letter queue", async (_, body, handler) => {
  expect(await invoke(handler(), sqsRecord(body))).toEqual(DONE);
  expect(reasonsIn(sent)).toMatchObject([{ code: "WrongQueue", sourceQueue: "source" }]);
  expect(await operations()).toEqual([]);
});

test("roleChanged creates nobody", async () => {
  const body = roleChangeBody({ employeeId: "E9", email: "nobody@example.com" }, { id: "change-9" });
  expect(await invoke(roleChanged, sqsRecord(body, 3))).toEqual(DONE);
  expect(reasonsIn(sent)).toMatchObject([{ code: "EmployeeNotProvisioned" }]);
  expect(await operations()).toEqual(["ListUsers 200"]);
});

const throttled = (receiveCount: number) => {
  const body = roleChangeBody({ employeeId: "E8", email: "eve@example.com" }, { id: "change-8" });
  return sqsRecord(body, receiveCount);
};
const THROTTLE = { faults: [{ operations: ["ListUsers"], effect: "fail", status: 429 }] };

test("hides a message in its source queue for the stage's wait, doubled at the second receive", async () => {
  await chime.setFaults(THROTTLE);
  const record = throttled(2);
  expect(await invoke(roleChanged, record)).toEqual({ batchItemFailures: [{ itemIdentifier: record.messageId }] });
  expect(sent).toEqual([
    {
      action: "ChangeMessageVisibility",
      QueueUrl: "https://sqs/1/source",
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: 30, // half of 60 s, without jitter
    },
  ]);
});

test("sends a message to its dead-letter queue at the last receive", async () => {
  await chime.setFaults(THROTTLE);
  const record = throttled(3);
  expect(await invoke(roleChanged, record)).toEqual(DONE);
  expect(sent).toMatchObject([
    { action: "SendMessage", QueueUrl: "https://sqs/1/dead-letters", MessageBody: record.body },
  ]);
  expect(reasonsIn(sent)).toMatchObject([{ code: "DirectoryThrottled", attempts: 3, sourceQueue: "source" }]);
});

const reasonsIn = (requests: readonly Sent[]): readonly object[] =>
  requests.map(({ MessageAttributes }) =>
    JSON.parse((MessageAttributes as { deadLetter: { StringValue: string } }).deadLetter.StringValue),
  );
