import { setTimeout as sleep } from "node:timers/promises";
import { CreateUserCommand, paginateListUsers, type User } from "@aws-sdk/client-chime";
import { GetQueueAttributesCommand, SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { messageCount } from "../adapters/sqs/queue-depth.ts";
import { recordItem } from "../adapters/state/employee-item.ts";
import { fold } from "../domain/facts/fold.ts";
import type { FactEvent } from "../domain/facts/hr-event.ts";
import type { StackModel } from "../local/aws/template.ts";
import { type LocalClients, localClients } from "../local/clients.ts";
import type { Call } from "../local/emulator/call-log.ts";
import { ANY_PORTS } from "../local/ports.ts";
import { accountOf, type Services, type Stack, startStack } from "../local/stack.ts";
import { startEmulators } from "./emulators/start.ts";
import { emailOf, type Message } from "./workloads.ts";

const QUEUES = { employeeHired: "EmployeeHiredQueue", roleChanged: "RoleChangedQueue" } as const;
/** How often the queues are checked, and how long they may take to become empty, in ms. */
const POLL_INTERVAL = 50;
const EMPTY_TIMEOUT = 15 * 60 * 1000;

/** Emulators in separate processes, and what a benchmark does with them. */
export type World = {
  readonly services: Services;
  /** Creates a user with the default license, and a record of it, for each employee. */
  hireAll(ids: readonly string[]): Promise<void>;
  send(messages: readonly Message[]): Promise<void>;
  limit(settings: { readonly latencyMs?: number; readonly rateLimit?: number }): Promise<void>;
  forgetCalls(): Promise<void>;
  /** The calls since the last `forgetCalls`. @throws Error if there were more than the emulator keeps */
  calls(): Promise<readonly Call[]>;
  dynamoDbRequests(): Promise<number>;
  /** Runs the packaged functions while `use` runs. */
  withFunctions<T>(packageDir: string, use: (stack: Stack) => Promise<T>): Promise<T>;
  /** Waits until both queues are empty. @throws Error after a quarter of an hour */
  untilEmpty(): Promise<void>;
  /** The number of visible messages in both queues. */
  waiting(): Promise<number>;
  deadLetters(): Promise<number>;
  users(): Promise<readonly User[]>;
};

/** Starts a world, and stops it at the end. */
export const inWorld = async <T>(model: StackModel, use: (world: World) => Promise<T>): Promise<T> => {
  const services = await startEmulators(model);
  const clients = localClients(services.endpoints);
  try {
    return await use(worldOf(model, services, clients));
  } finally {
    clients.destroy();
    services.close();
  }
};

const worldOf = (model: StackModel, services: Services, clients: LocalClients): World => {
  const accountId = accountOf(model);
  const urlOf = (logicalId: string) => services.queues.find((queue) => queue.logicalId === logicalId)?.url ?? "";
  const depthOf = async (ids: readonly string[]): Promise<number> => {
    const depths = await Promise.all(ids.map((id) => messageCount(clients.sqs, urlOf(id))));
    return depths.reduce((sum, depth) => sum + depth, 0);
  };
  const control = controlOf(services.endpoints.directory);

  return {
    services,
    hireAll: (ids) => hireAll(clients, accountId, tableName(model), ids),
    send: (messages) => sendAll(clients, messages, (queue) => urlOf(QUEUES[queue])),
    limit: async (settings) => void (await control("faults", "PUT", settings)),
    forgetCalls: async () => void (await control("calls", "DELETE")),
    calls: () => callsSeen(control),
    dynamoDbRequests: async () => {
      const requests = (await requestJson(`${services.endpoints.dynamodb}/requests`, "GET")) as Record<string, number>;
      return Object.values(requests).reduce((sum, count) => sum + count, 0);
    },
    withFunctions: async (packageDir, use) => {
      const stack = await startStack({
        model: withoutSchedules(model),
        packageDir,
        ports: ANY_PORTS,
        onLog: () => {},
        services,
      });
      try {
        return await use(stack);
      } finally {
        await stack.close();
      }
    },
    untilEmpty: async () => {
      const deadline = Date.now() + EMPTY_TIMEOUT;
      while ((await depthOf(Object.values(QUEUES))) > 0) {
        if (Date.now() > deadline) throw new Error("the queues are not empty after a quarter of an hour");
        await sleep(POLL_INTERVAL);
      }
    },
    waiting: async () => {
      const counts = await Promise.all(Object.values(QUEUES).map((id) => waitingIn(clients.sqs, urlOf(id))));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    deadLetters: () => depthOf(["EmployeeHiredDeadLetterQueue", "RoleChangedDeadLetterQueue"]),
    users: async () => {
      const users: User[] = [];
      for await (const page of paginateListUsers({ client: clients.chime, pageSize: 200 }, { AccountId: accountId })) {
        users.push(...(page.Users ?? []));
      }
      return users;
    },
  };
};

/** Nothing comes due here, and who looks for it each minute takes time from what is measured. */
const withoutSchedules = (model: StackModel): StackModel => ({ ...model, schedules: [] });

const waitingIn = async (sqs: LocalClients["sqs"], QueueUrl: string): Promise<number> => {
  const AttributeNames = ["ApproximateNumberOfMessages"] as const;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  );
  return Number(Attributes?.[AttributeNames[0]]);
};

/** Returns the calls that the emulator logged. @throws Error if there were more than it keeps */
export const callsSeen = async (control: ReturnType<typeof controlOf>): Promise<readonly Call[]> => {
  const seen = (await control("calls", "GET")) as { counts: Record<string, number>; calls: readonly Call[] };
  const count = Object.values(seen.counts).reduce((sum, each) => sum + each, 0);
  if (count !== seen.calls.length) throw new Error(`the emulator kept ${seen.calls.length} of ${count} calls`);
  return seen.calls;
};

/** Calls the control endpoints of a Chime emulator: local/chime/control-routes.ts. */
export const controlOf = (endpoint: string) => (what: string, method: string, body?: object) =>
  requestJson(`${endpoint}/_emulator/${what}`, method, body);

const tableName = ({ tables }: StackModel): string =>
  tables.find(({ logicalId }) => logicalId === "EmployeesTable")?.name ?? "";

const requestJson = async (url: string, method: string, body?: object): Promise<unknown> => {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`${method} ${url} returned ${response.status}`);
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
};

const MAX_PUTS = 25;

const hireAll = async (
  { chime, dynamodb }: LocalClients,
  AccountId: string,
  table: string,
  ids: readonly string[],
): Promise<void> => {
  for (let start = 0; start < ids.length; start += MAX_PUTS) {
    const puts = ids.slice(start, start + MAX_PUTS).map(async (id) => {
      const { User } = await chime.send(new CreateUserCommand({ AccountId, Email: emailOf(id) }));
      return { PutRequest: { Item: itemOf(id, User?.UserId ?? "") } };
    });
    await dynamodb.send(new BatchWriteCommand({ RequestItems: { [table]: await Promise.all(puts) } }));
  }
};

/** As a hire leaves it, confirmed just now. */
const itemOf = (employeeId: string, accountId: string): Record<string, unknown> => {
  const now = new Date();
  const { record } = fold(undefined, hireOf(employeeId), now);
  const applied = { license: "Basic", active: true, entitled: true, state: record.state, at: now.toISOString() };
  const item = recordItem({ ...record, link: { accountId }, applied, revision: 2 });
  return { employeeId, ...Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) };
};

const HIRED_AT = "2026-02-01T00:00:00.000Z";

const hireOf = (employeeId: string): FactEvent => ({
  id: "hire",
  source: "/hr",
  digest: "digest",
  employeeId,
  publishedAt: HIRED_AT,
  fact: {
    kind: "hired",
    effectiveAt: HIRED_AT,
    email: emailOf(employeeId),
    role: { title: "Engineer", department: "Engineering", attributes: {} },
  },
});

const MAX_SENDS = 10;

const sendAll = async (
  { sqs }: LocalClients,
  messages: readonly Message[],
  urlOf: (queue: Message["queue"]) => string,
): Promise<void> => {
  for (const [queue, ofQueue] of Map.groupBy(messages, (message) => message.queue)) {
    for (let start = 0; start < ofQueue.length; start += MAX_SENDS) {
      const Entries = ofQueue
        .slice(start, start + MAX_SENDS)
        .map(({ body }, index) => ({ Id: String(index), MessageBody: body }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf(queue), Entries }));
    }
  }
};
