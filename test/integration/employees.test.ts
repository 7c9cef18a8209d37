import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { employeeList } from "../../cli/commands/employee/list.ts";
import { employeeResync } from "../../cli/commands/employee/resync.ts";
import { employeeShow } from "../../cli/commands/employee/show.ts";
import { eventShow } from "../../cli/commands/event/show.ts";
import { readTemplate } from "../../local/aws/template.ts";
import { type LocalClients, localClients } from "../../local/clients.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { hireBody } from "../support/event-bodies.ts";
import { PACKAGE_DIR } from "../support/package-once.ts";
import { chimeStage } from "../support/stage-directory.ts";

let stack: Stack;
let clients: LocalClients;

beforeAll(async () => {
  const model = readTemplate(PACKAGE_DIR);
  stack = await startStack({ model, packageDir: PACKAGE_DIR, ports: ANY_PORTS, onLog: () => {} });
  clients = localClients(stack.endpoints);
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", stack.endpoints.sqs);
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", stack.endpoints.dynamodb);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  clients.destroy();
  await stack.close();
});

const STAGE = { stage: "local", json: true };

/** Sends to the queue of hires, and returns the message's ID. */
const send = async (body: object): Promise<string> => {
  const QueueUrl = stack.queues.find(({ logicalId }) => logicalId === "EmployeeHiredQueue")?.url ?? "";
  const { MessageId = "" } = await clients.sqs.send(
    new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }),
  );
  return MessageId;
};
const eventOf = async (id: string) => JSON.parse((await eventShow(id, STAGE)).text);
const live = async () => {
  const connect = () => chimeStage(stack.endpoints.directory, stack.accountId);
  return JSON.parse((await employeeShow("E1", { ...STAGE, live: true }, connect)).text).live;
};
const list = async () => {
  const written: string[] = [];
  await employeeList(STAGE, async (text) => void written.push(text));
  return JSON.parse(written.join(""));
};

test("an event is known by its message, its employee by her seat; what somebody changed by hand is seen and resynced", async () => {
  const messageId = await send(hireBody({ role: { title: "Manager", department: "Any" } }));
  await expect
    .poll(async () => (await eventOf(messageId)).sightings)
    .toMatchObject([
      { employeeId: "E1", eventId: "hire-1", messageId, fate: "applied", outcome: "created", license: "Pro" },
    ]);
  expect((await list()).employees).toMatchObject([{ employeeId: "E1", license: "Pro", title: "Manager" }]);
  const { account, agrees } = await live();
  expect(agrees).toBe(true);

  const user = `${stack.endpoints.directory}/_emulator/accounts/${stack.accountId}/users/${account}`;
  await fetch(user, { method: "PATCH", body: JSON.stringify({ LicenseType: "Basic" }) });
  expect(await live()).toMatchObject({ agrees: false });
  const resynced = await employeeResync(["E1"], STAGE);
  expect(JSON.parse(resynced.text)).toMatchObject({ sent: 1, queues: { "seatkeeper-local-role-changed": 1 } });
  await expect.poll(live).toMatchObject({ agrees: true });
});

test("an event that cannot be applied is a dead letter, known by the message that brought it", async () => {
  const messageId = await send({ ...hireBody({ email: "nobody" }), id: "bad-1" });
  await expect
    .poll(async () => (await eventOf(messageId)).deadLetters)
    .toMatchObject([{ code: "InvalidEvent", eventId: "bad-1", messageId }]);
  expect((await eventOf("bad-1")).deadLetters).toHaveLength(1);
});
