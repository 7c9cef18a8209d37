import { GetCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { chimeDirectory } from "../../adapters/directories/chime/directory.ts";
import { nodeTimer } from "../../adapters/timer.ts";
import type { Dependencies } from "../../runtime/hr-function.ts";
import { telemetry } from "../../runtime/telemetry.ts";
import { ACCOUNT, emulatorForTest } from "../support/chime-emulator.ts";
import { dynamoDbForTest } from "../support/dynamodb.ts";
import { hireBody, roleChangeBody } from "../support/event-bodies.ts";
import { sqsRecord } from "../support/handler-in-memory.ts";
import { NOW } from "../support/hr-events.ts";
import { recordedSqs, type SentToSqs } from "../support/recorded-sqs.ts";
import { TITLED_POLICY } from "../support/titled-policy.ts";

// The deployed handlers with their own environment, over an emulator, DynamoDB, and SQS that takes everything.
const ENVIRONMENT = {
  EMPLOYEES_TABLE: "employees",
  IDEMPOTENCY_TABLE: "idempotency",
  SOURCE_QUEUE_NAME: "source",
  SOURCE_QUEUE_URL: "https://sqs/1/source",
  DEAD_LETTER_QUEUE_URL: "https://sqs/1/dead-letters",
  MAX_RECEIVE_COUNT: "3",
  RETRY_BASE_SECONDS: "30",
  RETRY_MAX_SECONDS: "900",
  HIRE_GRACE_SECONDS: "3600",
  POWERTOOLS_DEV: "true", // the logger then writes through the global console
};

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

let chime: Awaited<ReturnType<typeof emulatorForTest>>;
let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let employeeHired: Handler;
let roleChanged: Handler;
let employeeLeft: Handler;

const { client: sqs, sent } = recordedSqs();

beforeAll(async () => {
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
  [chime, dynamoDb] = [await emulatorForTest(), await dynamoDbForTest()];
  const { client } = chime;
  const clients = { find: client, create: client, update: client, waitWithin: () => {} };
  vi.doMock("../../runtime/aws-dependencies.ts", () => ({
    awsDependencies: (): Dependencies => ({
      openDirectory: chimeDirectory({ clients, accountId: ACCOUNT.accountId, timer: nodeTimer }),
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
  ({ handler: employeeLeft } = await import("../../handlers/employee-left.ts"));
});
beforeEach(async () => {
  sent.splice(0);
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
  ["employeeLeft", roleChangeBody(), () => employeeLeft],
])("%s takes its own events only: the other goes to the dead-letter queue", async (_, body, handler) => {
  expect(await invoke(handler(), sqsRecord(body))).toEqual(DONE);
  expect(reasonsIn(sent)).toMatchObject([{ code: "WrongQueue", sourceQueue: "source" }]);
  expect(await operations()).toEqual([]);
});

test("the role changes of a batch share a request", async () => {
  const of = (employeeId: string) => ({ employeeId, email: `${employeeId.toLowerCase()}@example.com` });
  for (const id of ["E5", "E6"]) await invoke(employeeHired, sqsRecord(hireBody(of(id), { id: `hire-${id}` })));
  await chime.reset();
  const changes = ["E5", "E6"].map((id) =>
    sqsRecord(roleChangeBody({ ...of(id), role: { title: "Plus", department: "Sales" } }, { id: `change-${id}` })),
  );
  expect(await invoke(roleChanged, ...changes)).toEqual(DONE);
  expect(await operations()).toEqual(["BatchUpdateUser 200"]);
});

const waitingOf = async (employeeId: string) =>
  (await dynamoDb.document.send(new GetCommand({ TableName: "employees", Key: { employeeId } }))).Item?.["waiting"];

test("roleChanged creates nobody: the change waits for the hire", async () => {
  const body = roleChangeBody({ employeeId: "E9", email: "nobody@example.com" }, { id: "change-9" });
  expect(await invoke(roleChanged, sqsRecord(body, 3))).toEqual(DONE);
  expect(await waitingOf("E9")).toMatchObject({ because: "NoHireYet" });
  expect(sent).toEqual([]);
  expect(await operations()).toEqual(["ListUsers 200"]);
});

const throttled = (receiveCount: number) => {
  const body = roleChangeBody({ employeeId: "E8", email: "eve@example.com" }, { id: "change-8" });
  return sqsRecord(body, receiveCount);
};
const failing = (status: number) => ({ faults: [{ operations: ["ListUsers"], effect: "fail", status }] });

test("hides a message in its source queue for the stage's wait, doubled at the second receive", async () => {
  await chime.setFaults(failing(429));
  const record = throttled(2);
  expect(await invoke(roleChanged, record)).toEqual({ batchItemFailures: [{ itemIdentifier: record.messageId }] });
  const { receiptHandle: ReceiptHandle } = record;
  // Half of 60 s, without jitter.
  expect(sent).toMatchObject([
    {
      action: "ChangeMessageVisibility",
      body: { QueueUrl: "https://sqs/1/source", ReceiptHandle, VisibilityTimeout: 30 },
    },
  ]);
});

test("a directory that throttles at the last receive is waited for", async () => {
  await chime.setFaults(failing(429));
  expect(await invoke(roleChanged, throttled(3))).toEqual(DONE);
  expect(await waitingOf("E8")).toMatchObject({ because: "DirectoryThrottled" });
  expect(sent).toEqual([]);
});

test("sends a message to its dead-letter queue at the last receive", async () => {
  await chime.setFaults(failing(503));
  const record = throttled(3);
  expect(await invoke(roleChanged, record)).toEqual(DONE);
  expect(sent).toMatchObject([
    { action: "SendMessage", body: { QueueUrl: "https://sqs/1/dead-letters", MessageBody: record.body } },
  ]);
  expect(reasonsIn(sent)).toMatchObject([{ code: "DirectoryUnavailable", attempts: 3, sourceQueue: "source" }]);
});

const reasonsIn = (requests: readonly SentToSqs[]): readonly object[] =>
  requests.map(({ body }) =>
    JSON.parse((body["MessageAttributes"] as { deadLetter: { StringValue: string } }).deadLetter.StringValue),
  );
