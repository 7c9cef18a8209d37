import { paginateListUsers } from "@aws-sdk/client-chime";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { messageCount } from "../../adapters/sqs/queue-depth.ts";
import type { EventKind } from "../../domain/facts/hr-event.ts";
import { CATALOGUE, QUEUES } from "../../events/catalogue.ts";
import { readTemplate, type StackModel } from "../../local/aws/template.ts";
import { type LocalClients, localClients } from "../../local/clients.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { eventBody } from "../support/event-bodies.ts";
import { PACKAGE_DIR } from "../support/package-once.ts";

/** The packaged service with short time-outs, so that messages come back within the test. */
const impatient = (model: StackModel): StackModel => ({
  ...model,
  functions: model.functions.map((fn) => ({ ...fn, timeout: 4 })),
  queues: model.queues.map((queue) => ({ ...queue, attributes: { ...queue.attributes, VisibilityTimeout: "5" } })),
  eventSources: model.eventSources.map((source) => ({ ...source, window: 0 })),
});

let stack: Stack;
let clients: LocalClients;
const log: string[] = [];

beforeAll(async () => {
  const model = impatient(readTemplate(PACKAGE_DIR));
  stack = await startStack({ model, packageDir: PACKAGE_DIR, ports: ANY_PORTS, onLog: (_, line) => log.push(line) });
  clients = localClients(stack.endpoints);
});
afterAll(async () => {
  clients.destroy();
  await stack.close();
});

const queue = (logicalId: string) => {
  const found = stack.queues.find((candidate) => candidate.logicalId === logicalId);
  if (found === undefined) throw new Error(`no queue ${logicalId}`);
  return found;
};
const sendBody = async (kind: EventKind, body: object) => {
  const { url } = queue(`${QUEUES[CATALOGUE[kind].takenBy].logicalId}Queue`);
  await clients.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(body) }));
};
const send = async (kind: EventKind, id: string, employeeId: string, day: number, title: string) => {
  const at = new Date(Date.UTC(2026, 0, day)).toISOString();
  const role = { title, department: "Any" };
  const data = { employeeId, email: `${employeeId}@example.com`, effectiveAt: at, role };
  await sendBody(kind, eventBody(kind, data, { id, time: at }));
};
/** What HR announces now for so many seconds ahead. */
const announce = async (kind: EventKind, id: string, employeeId: string, seconds: number, title = "Engineer") => {
  const [time, effectiveAt] = [0, seconds * 1000].map((ms) => new Date(Date.now() + ms).toISOString());
  const role = { title, department: "Any" };
  const data = { employeeId, email: `${employeeId}@example.com`, effectiveAt, role };
  await sendBody(kind, eventBody(kind, data, { id, time }));
};
const usersOf = async (employeeId: string) => {
  const request = { AccountId: stack.accountId, UserEmail: `${employeeId}@example.com` };
  const licenses: (string | undefined)[] = [];
  for await (const { Users = [] } of paginateListUsers({ client: clients.chime }, request)) {
    licenses.push(...Users.map(({ LicenseType }) => LicenseType));
  }
  return licenses;
};
const outcomesOf = (employeeId: string) =>
  log
    .filter((line) => line.includes(`"employeeId":"${employeeId}"`) && line.includes('"outcome"'))
    .map((line) => JSON.parse(line).outcome);
const idle = async () => {
  const depths = Object.values(QUEUES).map(({ logicalId }) =>
    messageCount(clients.sqs, queue(`${logicalId}Queue`).url),
  );
  return (await Promise.all(depths)).reduce((sum, depth) => sum + depth, 0);
};
const untilIdle = () => expect.poll(idle).toBe(0);
const setFaults = (settings: object) =>
  fetch(`${stack.endpoints.directory}/_emulator/faults`, { method: "PUT", body: JSON.stringify(settings) });

test("a hire creates a licensed user, and a role change changes the license", async () => {
  await send("hired", "a1", "A1", 1, "Engineer");
  await expect.poll(() => usersOf("A1")).toEqual(["Basic"]);
  await send("role-changed", "a2", "A1", 2, "Engineering Manager");
  await expect.poll(() => usersOf("A1")).toEqual(["Pro"]);
});

test("the same hire five times creates one user", async () => {
  for (let delivery = 0; delivery < 5; delivery += 1) await send("hired", "b1", "B1", 1, "Engineer");
  await untilIdle();
  expect(await usersOf("B1")).toEqual(["Basic"]);
  expect(outcomesOf("B1").filter((outcome) => outcome === "created")).toHaveLength(1);
});

test("facts in reverse order end with the newest", async () => {
  await send("role-changed", "c3", "C1", 3, "Engineer");
  await send("role-changed", "c2", "C1", 2, "Engineering Manager");
  await send("hired", "c1", "C1", 1, "Intern");
  await untilIdle();
  expect(await usersOf("C1")).toEqual(["Basic"]);
});

test("a promotion that is announced waits for its day, and then comes by itself", async () => {
  await send("hired", "h1", "H1", 1, "Engineer");
  await expect.poll(() => usersOf("H1")).toEqual(["Basic"]);
  await announce("role-changed", "h2", "H1", 5, "Engineering Manager");
  await expect.poll(() => usersOf("H1")).toEqual(["Pro"]);
  await expect.poll(() => outcomesOf("H1")).toEqual(["created", "waiting", "updated"]);
});

test("a change before its hire waits for it, and loses nothing", async () => {
  await send("role-changed", "i2", "I1", 2, "Engineering Manager");
  await expect.poll(() => outcomesOf("I1")).toEqual(["waiting"]);
  await send("hired", "i1", "I1", 1, "Engineer");
  await expect.poll(() => usersOf("I1")).toEqual(["Pro"]);
});

test("a leaver gives the seat back and is suspended, and a hire after it brings her back", async () => {
  await send("hired", "j1", "J1", 1, "Engineering Manager");
  await expect.poll(() => usersOf("J1")).toEqual(["Pro"]);
  await send("left", "j2", "J1", 2, "");
  await expect.poll(() => outcomesOf("J1")).toContain("released");
  expect(await usersOf("J1")).toEqual(["Basic"]);
  await send("hired", "j3", "J1", 3, "Engineering Manager");
  await expect.poll(() => outcomesOf("J1")).toContain("reactivated");
  await expect.poll(() => usersOf("J1")).toEqual(["Pro"]);
});

test("a worker killed at its time-out, after it created the user, leaves one licensed user", async () => {
  // Hangs past the function's time-out: no response, no log line, no stored result.
  await setFaults({ faults: [{ operations: ["CreateUser"], effect: "hang", commit: true, times: 1 }] });
  await send("hired", "d1", "D1", 1, "Engineering Manager");
  await untilIdle();
  await setFaults({});
  expect(await usersOf("D1")).toEqual(["Pro"]);
  expect(outcomesOf("D1")).toEqual(["updated"]);
});

test("a worker killed from outside loses nothing", async () => {
  await setFaults({ latencyMs: 1000 });
  await send("hired", "e1", "E1", 1, "Engineering Manager");
  await expect.poll(() => stack.killBusy("EmployeeHiredLambdaFunction")).toBe(true);
  await setFaults({});
  await untilIdle();
  expect(await usersOf("E1")).toEqual(["Pro"]);
});

test("a poison message goes to the dead-letter queue, and its neighbors are applied", async () => {
  const { url, deadLetterUrl = "" } = queue("EmployeeHiredQueue");
  await clients.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "Ana Diaz, ana@example.com" }));
  await send("hired", "f1", "F1", 1, "Engineer");
  await untilIdle();
  expect(await messageCount(clients.sqs, deadLetterUrl)).toBe(1);
  expect(await usersOf("F1")).toEqual(["Basic"]);
});

test("throttling delays events, but loses none", async () => {
  await setFaults({ rateLimit: 10 });
  for (let person = 0; person < 15; person += 1) await send("hired", `g${person}`, `G${person}`, 1, "Manager");
  await untilIdle();
  await setFaults({});
  const licenses = await Promise.all(Array.from({ length: 15 }, (_, person) => usersOf(`G${person}`)));
  expect(licenses.flat()).toEqual(Array(15).fill("Pro"));
});

test("the table and the directory have the same seats, and each license has a metric", async () => {
  const seats = await fetch(`${stack.endpoints.directory}/_emulator/seats`).then((response) => response.json());
  const before = log.length;
  const result = await stack.invoke("CountSeatsLambdaFunction", {});
  expect(result.succeeded && JSON.parse(result.payload)).toMatchObject({ seats });
  const metrics = () => log.slice(before).flatMap((line) => (line.includes('"Seats"') ? [JSON.parse(line)] : []));
  const gauges = () => Object.fromEntries(metrics().map(({ license, Seats }) => [license, Seats]));
  await expect.poll(gauges).toEqual(seats);
  expect(metrics()[0]).toMatchObject({
    service: "seatkeeper-local",
    _aws: { CloudWatchMetrics: [{ Namespace: "Seatkeeper" }] },
  });
});

test("no log line has an email or a name", () => {
  expect(log.length).toBeGreaterThan(10);
  expect(log.filter((line) => /@|Ana Diaz/.test(line.replaceAll(/@aws-|@middy|@smithy/g, "")))).toEqual([]);
});
