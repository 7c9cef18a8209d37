import { ChimeClient } from "@aws-sdk/client-chime";
import { SQSClient } from "@aws-sdk/client-sqs";
import { HttpResponse } from "@smithy/core/protocols";
import type { Context, SQSRecord } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { chimeDirectory } from "../../adapters/directories/chime/directory.ts";
import { employeesTable } from "../../adapters/state/employees-table.ts";
import { nodeTimer, type Timer } from "../../adapters/timer.ts";
import { resyncBody } from "../../events/resync.ts";
import { hrFunction } from "../../runtime/hr-function.ts";
import { telemetry } from "../../runtime/telemetry.ts";
import { dynamoDbForTest } from "../support/dynamodb.ts";
import { roleChangeBody } from "../support/event-bodies.ts";
import { sqsRecord } from "../support/handler-in-memory.ts";
import { hired, NOW } from "../support/hr-events.ts";
import { TITLED_POLICY } from "../support/titled-policy.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let number = 0;

beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
});
beforeEach(() => {
  vi.stubEnv("POWERTOOLS_DEV", "true"); // the logger then writes through the global console
  for (const method of ["info", "warn", "error", "log"] as const) vi.spyOn(console, method).mockReturnValue();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
afterAll(() => dynamoDb.close());

type Handle = (path: string, signal: AbortSignal) => Promise<object>;
type Options = { abortSignal?: AbortSignal };

const settings = { region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } };
const jsonOf = (body: object) => ({
  response: new HttpResponse({ statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) }),
});

/** The deployed function on role changes over real clients, whose requests `handle` answers. */
const functionWith = (handle: Handle, timer: Timer = nodeTimer, now = NOW) => {
  const requestHandler = {
    handle: async (request: { path: string }, { abortSignal }: Options = {}) =>
      jsonOf(await handle(request.path, abortSignal ?? new AbortController().signal)),
  };
  const chime = new ChimeClient({ ...settings, requestHandler: requestHandler as never, maxAttempts: 1 });
  const sqs = new SQSClient({ ...settings, md5: false, requestHandler: { handle: async () => jsonOf({}) } as never });
  const waits: number[] = [];
  const config = {
    EMPLOYEES_TABLE: "employees",
    SOURCE_QUEUE_NAME: "role-changed",
    SOURCE_QUEUE_URL: "https://sqs/1/role-changed",
    DEAD_LETTER_QUEUE_URL: "https://sqs/1/role-changed-dlq",
    MAX_RECEIVE_COUNT: 3,
    RETRY_BASE_SECONDS: 30,
    RETRY_MAX_SECONDS: 900,
    HIRE_GRACE_SECONDS: 3_600,
  };
  const waitWithin = (milliseconds: number) => void waits.push(milliseconds);
  const clients = { find: chime, create: chime, update: chime, waitWithin };
  const handler = hrFunction("role-changed", config, {
    openDirectory: chimeDirectory({ clients, accountId: "account", timer }),
    dynamoDb,
    sqs,
    policy: TITLED_POLICY,
    telemetry: telemetry(),
    timer,
    now: () => now,
    random: () => 0,
  });
  const context = { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 } as Context;
  return { invoke: (...Records: SQSRecord[]) => handler({ Records }, context), waits };
};

const changeOf = (employeeId: string): SQSRecord =>
  sqsRecord(roleChangeBody({ employeeId, email: `${employeeId}@example.com` }, { id: `change-${employeeId}` }));

/** Somebody with an account. */
const employee = async (): Promise<string> => {
  number += 1;
  const employees = employeesTable(dynamoDb.document, "employees");
  const { record } = await employees.fold(hired({ employeeId: `E${number}` }), NOW);
  const { state } = record;
  const applied = { license: "Basic", active: true, entitled: true, state, at: NOW.toISOString() } as const;
  const link = { accountId: `U${number}` };
  await employees.save(record, { ...record, link, applied, revision: record.revision + 1 });
  return record.employeeId;
};

test("gives the directory the time of the invocation, and aborts its calls when that is up", async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<AbortSignal>();
  const rings: (() => void)[] = [];
  const timer: Timer = (_, ring) => {
    rings.push(ring);
    return () => {};
  };
  const hangs: Handle = (_, signal) => {
    ask(signal);
    return new Promise(() => {});
  };
  const { invoke, waits } = functionWith(hangs, timer);
  const slow = changeOf("nobody");
  const response = invoke(slow);
  const signal = await asked;
  expect(waits).toEqual([30_000]);
  rings[0]?.();
  expect(signal.aborted).toBe(true);
  expect(await response).toEqual({ batchItemFailures: [{ itemIdentifier: slow.messageId }] });
});

test("refuses an event that was published ahead of its own clock, without asking the directory", async () => {
  const paths: string[] = [];
  const { invoke } = functionWith(async (path) => ({ path: paths.push(path) }));
  const time = new Date(NOW.getTime() + 3_600_000).toISOString();
  expect(await invoke(sqsRecord(roleChangeBody({}, { time })))).toEqual({ batchItemFailures: [] });
  expect(paths).toEqual([]);
});

test("makes no step for an employee when the time is up", async () => {
  const rings: (() => void)[] = [];
  const timer: Timer = (_, ring) => {
    rings.push(ring);
    return () => {};
  };
  const paths: string[] = [];
  const finds: Handle = async (path) => {
    paths.push(path);
    rings[0]?.();
    return { Users: [{ UserId: "U", PrimaryEmail: "late@example.com" }] };
  };
  await functionWith(finds, timer).invoke(changeOf("late"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(paths).toHaveLength(1);
  const record = await employeesTable(dynamoDb.document, "employees").read("late");
  expect(record?.link).toEqual({});
});

test("does not keep an employee waiting for one who is done, and leaves no timer behind", async () => {
  const known = await employee();
  let running = 0;
  const neverRings: Timer = () => {
    running += 1;
    return () => {
      running -= 1;
    };
  };
  const { invoke } = functionWith(async () => ({ Users: [], User: {} }), neverRings);
  // The second one has no account and leaves; the license of the first goes out without the timer of the batch.
  expect(await invoke(changeOf(known), changeOf("unknown"))).toEqual({ batchItemFailures: [] });
  expect(running).toBe(0);
});

test("lets a change of somebody unknown wait for as long as the stage says, and for no longer", async () => {
  const { invoke } = functionWith(async () => ({ Users: [] }));
  const waitingOf = async () => (await employeesTable(dynamoDb.document, "employees").read("waits"))?.waiting;
  await invoke(changeOf("waits"));
  const lookedAtAgain = new Date(NOW.getTime() + 300_000).toISOString();
  expect(await waitingOf()).toEqual({ because: "NoHireYet", since: NOW.toISOString(), until: lookedAtAgain });
  const later = functionWith(async () => ({ Users: [] }), nodeTimer, new Date(NOW.getTime() + 3_600_000));
  await later.invoke(sqsRecord(resyncBody({ employeeId: "waits", because: "Due" }, "r1", NOW)));
  expect(await waitingOf()).toBeUndefined();
});
