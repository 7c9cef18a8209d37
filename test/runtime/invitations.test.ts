import type { Context, SQSRecord } from "aws-lambda";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chimeDirectory } from "../../adapters/directories/chime/directory.ts";
import { creationLock } from "../../adapters/state/creation-lock.ts";
import { employeesTable } from "../../adapters/state/employees-table.ts";
import { nodeTimer } from "../../adapters/timer.ts";
import { resyncBody } from "../../events/resync.ts";
import { hrFunction } from "../../runtime/hr-function.ts";
import { telemetry } from "../../runtime/telemetry.ts";
import { ACCOUNT, emulatorForTest } from "../support/chime-emulator.ts";
import { dynamoDbForTest } from "../support/dynamodb.ts";
import { hireBody } from "../support/event-bodies.ts";
import { sqsRecord } from "../support/handler-in-memory.ts";
import { NOW } from "../support/hr-events.ts";
import { recordedSqs } from "../support/recorded-sqs.ts";
import { TITLED_POLICY } from "../support/titled-policy.ts";

const MINUTE = 60_000;
let chime: Awaited<ReturnType<typeof emulatorForTest>>;
let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
beforeEach(async () => {
  vi.stubEnv("POWERTOOLS_DEV", "true"); // the logger then writes through the global console
  for (const method of ["info", "warn", "error", "log"] as const) vi.spyOn(console, method).mockReturnValue();
  chime = await emulatorForTest({ ...ACCOUNT, accountType: "Team", listsInvited: false, nextUserIds: ["U1"] });
  dynamoDb = await dynamoDbForTest();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await chime.close();
  await dynamoDb.close();
});

/** The function of hires in a stage with a Team account, over the real table and lock, so many minutes after NOW. */
const hireFunction = (minutes: number) => {
  const { client } = chime;
  const clients = { find: client, create: client, update: client, waitWithin: () => {} };
  const account = { newUsers: "invite", can: { create: true, rename: false, deactivate: false } } as const;
  const config = {
    EMPLOYEES_TABLE: "employees",
    SOURCE_QUEUE_NAME: "hired",
    SOURCE_QUEUE_URL: "https://sqs/1/hired",
    DEAD_LETTER_QUEUE_URL: "https://sqs/1/hired-dlq",
    MAX_RECEIVE_COUNT: 3,
    RETRY_BASE_SECONDS: 30,
    RETRY_MAX_SECONDS: 900,
    HIRE_GRACE_SECONDS: 3_600,
  };
  const handler = hrFunction(
    "hired",
    config,
    {
      openDirectory: chimeDirectory({ clients, accountId: ACCOUNT.accountId, account, timer: nodeTimer }),
      dynamoDb,
      sqs: recordedSqs().client,
      policy: TITLED_POLICY,
      telemetry: telemetry(),
      timer: nodeTimer,
      now: () => new Date(NOW.getTime() + minutes * MINUTE),
      random: () => 0,
    },
    creationLock(dynamoDb.plain, "idempotency"),
  );
  const context = { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 } as Context;
  return (record: SQSRecord) => handler({ Records: [record] }, context);
};

const DONE = { batchItemFailures: [] };
const lookAgain = (id: string) => sqsRecord(resyncBody({ employeeId: "E1", because: "InvitationPending" }, id, NOW));
const recordOf = () => employeesTable(dynamoDb.document, "employees").read("E1");
const operations = async () => (await chime.calls()).map(({ operation, response }) => `${operation} ${response}`);

test("a hire in a Team account is invited once, waits, and has the license soon after she accepted", async () => {
  const hire = hireBody({ employeeId: "E1", role: { title: "Pro", department: "Sales" } });
  expect(await hireFunction(0)(sqsRecord(hire))).toEqual(DONE);
  expect((await recordOf())?.waiting).toMatchObject({ because: "InvitationPending", since: NOW.toISOString() });
  expect(await hireFunction(5)(lookAgain("1"))).toEqual(DONE);
  expect(await operations()).toEqual(["ListUsers 200", "InviteUsers 201", "ListUsers 200", "ListUsers 200"]);

  await chime.call("POST", `/accounts/${ACCOUNT.accountId}/users/U1/accept`);
  await chime.reset();
  expect(await hireFunction(10)(lookAgain("2"))).toEqual(DONE);
  expect(await operations()).toEqual(["ListUsers 200", "UpdateUser 200"]);
  expect(await recordOf()).toMatchObject({ link: { accountId: "U1" }, applied: { license: "Pro" } });
  expect((await recordOf())?.waiting).toBeUndefined();
});
