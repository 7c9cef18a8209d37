import { paginateListUsers } from "@aws-sdk/client-chime";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { messageCount } from "../../adapters/sqs/queue-depth.ts";
import { readTemplate } from "../../local/aws/template.ts";
import { type LocalClients, localClients } from "../../local/clients.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { deadLetter } from "../support/dead-letter-queues.ts";
import { hireBody, roleChangeBody } from "../support/event-bodies.ts";
import { PACKAGE_DIR } from "../support/package-once.ts";

const REPLAY = "ReplayDeadLettersLambdaFunction";
let stack: Stack;
let clients: LocalClients;

beforeAll(async () => {
  stack = await startStack({
    model: readTemplate(PACKAGE_DIR),
    packageDir: PACKAGE_DIR,
    ports: ANY_PORTS,
    onLog: () => {},
  });
  clients = localClients(stack.endpoints);
});
afterAll(async () => {
  clients.destroy();
  await stack.close();
});
beforeEach(() => invoke({ queue: "role-changed", dryRun: false }));

const urlOf = (logicalId: string) => stack.queues.find((queue) => queue.logicalId === logicalId)?.url ?? "";
const invoke = async (payload: unknown) => {
  const result = await stack.invoke(REPLAY, payload);
  return result.succeeded ? JSON.parse(result.payload) : result;
};
const bury = async (body: object, reason: object = {}) => {
  const StringValue = deadLetter("E1", reason).deadLetter ?? "";
  await clients.sqs.send(
    new SendMessageCommand({
      QueueUrl: urlOf("RoleChangedDeadLetterQueue"),
      MessageBody: JSON.stringify(body),
      MessageAttributes: { deadLetter: { DataType: "String", StringValue } },
    }),
  );
};
let number = 0;
const change = (title: string) => roleChangeBody({ role: { title, department: "Any" } }, { id: `change-${++number}` });

test("a dead letter that needs its hire is applied if it is replayed after it", async () => {
  await bury(change("Engineering Manager"), { code: "EmployeeNotProvisioned" });
  await clients.sqs.send(
    new SendMessageCommand({ QueueUrl: urlOf("EmployeeHiredQueue"), MessageBody: JSON.stringify(hireBody()) }),
  );
  const response = await invoke({ queue: "role-changed", filter: { code: "EmployeeNotProvisioned" }, dryRun: false });
  expect(response).toMatchObject({ queue: "role-changed", dryRun: false, sent: 1, left: 0, stoppedEarly: false });
  const licenses = async () => {
    const found: (string | undefined)[] = [];
    const request = { AccountId: stack.accountId, UserEmail: "ana@example.com" };
    for await (const { Users = [] } of paginateListUsers({ client: clients.chime }, request)) {
      found.push(...Users.map(({ LicenseType }) => LicenseType));
    }
    return found;
  };
  await expect.poll(licenses).toEqual(["Pro"]);
});

test("does a dry run by default, which moves nothing", async () => {
  await bury(change("Engineer"));
  expect(await invoke({ queue: "role-changed" })).toMatchObject({ dryRun: true, matching: 1, left: 1 });
  expect(await messageCount(clients.sqs, urlOf("RoleChangedDeadLetterQueue"))).toBe(1);
});

test("respects limit and filter, and reports what is left", async () => {
  await bury(change("Engineer"), { code: "InvalidEvent" });
  await bury(change("Engineer"));
  await bury(change("Engineer"));
  const response = await invoke({
    queue: "role-changed",
    filter: { code: "DirectoryThrottled" },
    limit: 1,
    dryRun: false,
  });
  expect(response).toMatchObject({ selected: 1, sent: 1, left: 2 });
});

test.each([
  [{}, "queue: expected employee-hired or role-changed or employee-left"],
  [{ queue: "hires" }, "queue: expected employee-hired or role-changed or employee-left"],
  [{ queue: "role-changed", rate: 0 }, "rate: expected a number of dead letters a second above 0"],
  [{ queue: "role-changed", limit: 1.5 }, "limit: expected a whole number of 1 or more"],
  [{ queue: "role-changed", filter: { since: "today" } }, "filter.since: expected a time such as 2026-03-01T08:00:00Z"],
  [{ queue: "role-changed", filter: { colour: 1 } }, "filter: unknown member colour"],
  [{ queue: "role-changed", dryrun: false }, "input: unknown member dryrun"],
  ["role-changed", "input: expected an object with queue, filter, limit, rate and dryRun"],
])("rejects %j", async (payload, message) => {
  expect(await invoke(payload)).toMatchObject({ errorType: "Error", errorMessage: `The request is wrong: ${message}` });
});
