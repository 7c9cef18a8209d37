/**
 * `npm run bench`: 10,000 role changes of different employees, each to another license, by Seatkeeper and by what people would write instead
 * (bench/peers). Queue, tables, workers and directory are the same for all; the directory takes 50 ms a call. `-- --quick` does 1,000 once,
 * `--rate 10` limits the directory to so many calls a second, `--only Seat` runs those whose names begin so.
 * A run in which an employee ends with another license than hers is void. Figures are printed, never judged: that is for a reader.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { CreateUserCommand, paginateListUsers } from "@aws-sdk/client-chime";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import Table from "cli-table3";
import { zipSync } from "fflate";
import { type LocalClients, localClients } from "../local/clients.ts";
import { packageService } from "../local/package-service.ts";
import { ANY_PORTS } from "../local/ports.ts";
import { queueDepth } from "../local/queue-depth.ts";
import { sendBodies } from "../local/send-bodies.ts";
import { type Stack, startStack } from "../local/stack.ts";
import { readTemplate, type StackModel } from "../local/template.ts";
import { bundle } from "./bundle.ts";
import { median } from "./median.ts";

const { values: OPTIONS } = parseArgs({
  options: { quick: { type: "boolean" }, rate: { type: "string" }, only: { type: "string" } },
});
const QUICK = OPTIONS.quick === true;
/** Calls a second that the directory takes; undefined for as many as come. */
const RATE = OPTIONS.rate === undefined ? undefined : Number(OPTIONS.rate);
const EVENTS = QUICK ? 1_000 : 10_000;
const ROUNDS = QUICK ? 1 : 3;
const LATENCY_MS = 50;
const USERS_A_CALL = 20;

type Subject = { readonly name: string; readonly peer?: string; readonly batchSize: number };
const OURS = "Seatkeeper";
const P1 = "P1 Powertools";
const SUBJECTS: readonly Subject[] = [
  { name: OURS, batchSize: 20 },
  { name: "P0 loop", peer: "p0-loop", batchSize: 10 },
  { name: P1, peer: "p1-powertools", batchSize: 20 },
  { name: "P2 Powertools FIFO", peer: "p2-powertools-fifo", batchSize: 10 },
  { name: "P3 middy", peer: "p3-middy", batchSize: 20 },
].filter(({ name }) => name.startsWith(OPTIONS.only ?? ""));
type Figures = { readonly calls: number; readonly throttled: number; readonly eventsPerSecond: number };

const emailOf = (index: number): string => `b${index}@example.com`;
const bodyOf = (index: number): string => {
  const effectiveAt = "2026-03-02T00:00:00.000Z";
  const role = { title: "Engineering Manager", department: "Engineering" };
  const data = { employeeId: `B${index}`, email: emailOf(index), effectiveAt, role };
  const type = "hr.employee.role-changed.v1";
  return JSON.stringify({ specversion: "1.0", id: `b-${index}`, source: "/hr", type, time: effectiveAt, data });
};

const main = async (): Promise<void> => {
  const packageDir = await packageService("bench", "local");
  const figures = new Map<string, Figures[]>(SUBJECTS.map(({ name }) => [name, []]));
  // Interleaved: what else the machine does hits all alike.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const subject of SUBJECTS) {
      const measured = await measure(subject, packageDir);
      figures.get(subject.name)?.push(measured);
      console.error(`${subject.name}: ${JSON.stringify(measured)}`);
    }
  }
  print(figures);
};

const measure = async (subject: Subject, packageDir: string): Promise<Figures> => {
  const model = modelFor(readTemplate(packageDir), subject);
  if (subject.peer !== undefined) await bundlePeer(subject.peer, packageDir);
  const stack = await startStack({ model, packageDir, ports: ANY_PORTS, onLog: () => {} });
  const clients = localClients(stack.endpoints);
  try {
    await hireAll(stack, clients, model);
    await control(stack, "faults", "PUT", {
      latencyMs: LATENCY_MS,
      ...(RATE === undefined ? {} : { rateLimit: RATE }),
    });
    await control(stack, "calls", "DELETE");
    const startedAt = performance.now();
    await sendAll(stack, clients);
    await untilEmpty(stack, clients);
    const seconds = (performance.now() - startedAt) / 1000;
    const { counts } = (await control(stack, "calls", "GET")) as { counts: Record<string, number> };
    await control(stack, "faults", "PUT", {});
    await requireLicenses(subject.name, stack, clients);
    const sum = (pattern: RegExp) =>
      Object.entries(counts).reduce((total, [key, count]) => total + (pattern.test(key) ? count : 0), 0);
    return { calls: sum(/./), throttled: sum(/ 429$/), eventsPerSecond: EVENTS / seconds };
  } finally {
    clients.destroy();
    await stack.close();
  }
};

/** The local stage, with a peer in the place of roleChanged. */
const modelFor = (model: StackModel, { peer, batchSize }: Subject): StackModel => ({
  ...model,
  functions: model.functions.map((fn) =>
    fn.logicalId === "RoleChangedLambdaFunction"
      ? {
          ...fn,
          ...(peer === undefined ? {} : { artifact: `${peer}.zip`, handler: `${peer}.handler` }),
          environment: { ...fn.environment, IDEMPOTENCY_TABLE: { Ref: "IdempotencyTable" } },
        }
      : fn,
  ),
  eventSources: model.eventSources.map((source) => ({ ...source, batchSize })),
});

const bundlePeer = async (peer: string, packageDir: string): Promise<void> => {
  const code = await bundle(`export { handler } from "./peers/${peer}.ts";`);
  writeFileSync(join(packageDir, `${peer}.zip`), zipSync({ [`${peer}.mjs`]: code }));
};

/** Everybody is hired already: a user with the default license, and a record that says so. */
const hireAll = async (stack: Stack, { chime, dynamodb }: LocalClients, model: StackModel): Promise<void> => {
  const table = model.tables.find(({ logicalId }) => logicalId === "EmployeesTable")?.name ?? "";
  for (let start = 0; start < EVENTS; start += 25) {
    const indexes = Array.from({ length: Math.min(25, EVENTS - start) }, (_, offset) => start + offset);
    const users = await Promise.all(
      indexes.map((index) => chime.send(new CreateUserCommand({ AccountId: stack.accountId, Email: emailOf(index) }))),
    );
    const items = indexes.map((index, offset) => ({
      PutRequest: { Item: recordOf(index, users[offset]?.User?.UserId ?? "") },
    }));
    await dynamodb.send(new BatchWriteCommand({ RequestItems: { [table]: items } }));
  }
};

const recordOf = (index: number, userId: string) => {
  const version = "2026-03-01T00:00:00.000Z|2026-03-01T00:00:00.000Z|hire";
  return {
    employeeId: `B${index}`,
    userId,
    facts: {
      event: "hr.employee.hired.v1",
      email: emailOf(index),
      role: { title: "Engineer", department: "Engineering" },
    },
    version,
    previousVersion: "",
    eventId: "hire",
    eventDigest: "digest",
    recentEventIds: ["hire"],
    applied: { license: "Basic", version },
    decisions: [],
    revision: 2,
  };
};

const roleChanged = (stack: Stack): string =>
  stack.queues.find(({ logicalId }) => logicalId === "RoleChangedQueue")?.url ?? "";

const sendAll = async (stack: Stack, { sqs }: LocalClients): Promise<void> => {
  const queues = { employeeHired: "", roleChanged: roleChanged(stack) };
  const lines = Array.from({ length: EVENTS }, (_, index) => ({ file: "bench", line: index + 1, body: bodyOf(index) }));
  await sendBodies(sqs, queues, lines);
};

const untilEmpty = async (stack: Stack, { sqs }: LocalClients): Promise<void> => {
  while ((await queueDepth(sqs, roleChanged(stack))) > 0) await sleep(100);
};

const requireLicenses = async (name: string, stack: Stack, { chime }: LocalClients): Promise<void> => {
  let right = 0;
  for await (const { Users = [] } of paginateListUsers({ client: chime }, { AccountId: stack.accountId })) {
    right += Users.filter(({ LicenseType }) => LicenseType === "Pro").length;
  }
  if (right !== EVENTS) throw new Error(`${name}: void, ${EVENTS - right} of ${EVENTS} employees have another license`);
};

const control = async (stack: Stack, what: string, method: string, body?: object): Promise<unknown> => {
  const request = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(`${stack.endpoints.chime}/_emulator/${what}`, request);
  if (!answer.ok) throw new Error(`the emulator answered ${answer.status} to ${method} ${what}`);
  const text = await answer.text();
  return text === "" ? undefined : JSON.parse(text);
};

const print = (figures: ReadonlyMap<string, readonly Figures[]>): void => {
  const limit = Math.ceil(EVENTS / USERS_A_CALL);
  const of = (name: string, key: keyof Figures) => median((figures.get(name) ?? []).map((each) => each[key]));
  const table = new Table({ head: ["", "directory calls", "÷ limit", "429s", "events/s", "range", "ours ÷ it"] });
  for (const [name, runs] of figures) {
    const rates = runs.map(({ eventsPerSecond }) => eventsPerSecond);
    table.push([
      name,
      of(name, "calls"),
      (of(name, "calls") / limit).toFixed(2),
      of(name, "throttled"),
      of(name, "eventsPerSecond").toFixed(0),
      `${Math.min(...rates).toFixed(0)} to ${Math.max(...rates).toFixed(0)}`,
      (of(OURS, "eventsPerSecond") / of(name, "eventsPerSecond")).toFixed(1),
    ]);
  }
  console.log(
    `${EVENTS} role changes of different employees, ${ROUNDS} interleaved, medians; the limit is ${limit} calls`,
  );
  console.log(table.toString());
  if (figures.has(P1)) console.log(`${P1} makes ${(of(P1, "calls") / of(OURS, "calls")).toFixed(1)} times our calls.`);
};

await main();
