import { paginateListUsers } from "@aws-sdk/client-chime";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { messageCount } from "../../adapters/sqs/queue-depth.ts";
import { readTemplate } from "../../local/aws/template.ts";
import { type LocalClients, localClients } from "../../local/clients.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { hireBody, roleChangeBody } from "../support/event-bodies.ts";
import { PACKAGE_DIR } from "../support/package-once.ts";
import { startSeatkeeper } from "../support/seatkeeper-process.ts";
import { type Intercept, startSqsProxy } from "../support/sqs-proxy.ts";

const KILLS = 50;
const AT_ONCE = 5;
const PEOPLE = 150;
const SEED = 20261123;

let stack: Stack;
let clients: LocalClients;

beforeAll(async () => {
  const model = readTemplate(PACKAGE_DIR);
  stack = await startStack({ model, packageDir: PACKAGE_DIR, ports: ANY_PORTS, onLog: () => {} });
  clients = localClients(stack.endpoints);
});
afterAll(async () => {
  clients.destroy();
  await stack.close();
});

const urlOf = (logicalId: string) => stack.queues.find((queue) => queue.logicalId === logicalId)?.url ?? "";
const put = async (logicalId: string, bodies: readonly object[]) => {
  for (let start = 0; start < bodies.length; start += 10) {
    const Entries = bodies
      .slice(start, start + 10)
      .map((body, index) => ({ Id: String(index), MessageBody: JSON.stringify(body) }));
    await clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: urlOf(logicalId), Entries }));
  }
};
const drained = async () => {
  const depths = async () => Promise.all(stack.queues.map(({ url }) => messageCount(clients.sqs, url)));
  await expect.poll(depths).toEqual(stack.queues.map(() => 0));
};

const people = (prefix: string) => Array.from({ length: PEOPLE }, (_, index) => `${prefix}${index}`);
const hire = (employeeId: string) =>
  hireBody(
    { employeeId, email: `${employeeId}@example.com`, role: { title: "Engineer", department: "Sales" } },
    { id: `hire-${employeeId}` },
  );
const promotion = (employeeId: string) =>
  roleChangeBody(
    {
      employeeId,
      email: `${employeeId}@example.com`,
      role: { title: "Engineer", department: "Engineering", level: 6 },
    },
    { id: `promotion-${employeeId}` },
  );

/**
 * The same numbers below a limit in each run (a linear congruential generator with the constants of Numerical Recipes).
 */
const seeded = (seed: number) => {
  let state = seed;
  return (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
};

/** Where a replay dies: after a send that SQS accepted, or before a delete, in one of its first batches. */
type Death = { readonly action: "SendMessageBatch" | "DeleteMessageBatch"; readonly batch: number };

/** Runs a replay and kills its process there. Returns whether it got that far. */
const replayUntil = async ({ action, batch }: Death, queue: string): Promise<boolean> => {
  let [seen, killed] = [0, false];
  let kill = () => {};
  const intercept: Intercept = async (request, forward) => {
    // The dead letters of a dead reader come back after a visibility time-out of a second, not ten minutes.
    if ("VisibilityTimeout" in request.body) request.body["VisibilityTimeout"] = 1;
    if (request.action !== action || ++seen < batch) return forward();
    if (action === "SendMessageBatch") await forward();
    killed = true;
    kill();
    return "hang up";
  };
  const proxy = await startSqsProxy(stack.endpoints.sqs, intercept);
  const { child, exited } = startSeatkeeper(
    ["dlq", "replay", "--stage", "local", "--queue", queue, "--execute", "--force"],
    { AWS_ENDPOINT_URL_SQS: proxy.endpoint },
  );
  kill = () => child.kill("SIGKILL");
  await exited;
  await proxy.close();
  return killed;
};

const licenses = async (): Promise<Readonly<Record<string, string[]>>> => {
  const found: Record<string, string[]> = {};
  for await (const { Users = [] } of paginateListUsers({ client: clients.chime }, { AccountId: stack.accountId })) {
    for (const { PrimaryEmail = "", LicenseType = "" } of Users) {
      found[PrimaryEmail] = [...(found[PrimaryEmail] ?? []), LicenseType];
    }
  }
  return found;
};

test(`a replay killed between send and delete ${KILLS} times ends as if it had not been killed (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const [newcomers, colleagues] = [people("n"), people("c")];
  await put("EmployeeHiredQueue", colleagues.map(hire));
  await drained();
  await put("EmployeeHiredDeadLetterQueue", newcomers.map(hire));
  await put("RoleChangedDeadLetterQueue", colleagues.map(promotion));

  let kills = 0;
  while (kills < KILLS) {
    const deaths = Array.from({ length: Math.min(AT_ONCE, KILLS - kills) }, (_, index) => {
      const action = random(2) === 0 ? ("SendMessageBatch" as const) : ("DeleteMessageBatch" as const);
      // Most die in their first batch, so that dead letters are left for all fifty.
      const batch = 1 + Math.floor(random(5) / 4);
      return replayUntil({ action, batch }, index % 2 === 0 ? "employee-hired" : "role-changed");
    });
    kills += (await Promise.all(deaths)).filter(Boolean).length;
  }
  expect(await messageCount(clients.sqs, urlOf("RoleChangedDeadLetterQueue"))).toBeGreaterThan(0);

  // The dead letters of the dead readers are visible again after a second.
  await expect
    .poll(async () => {
      const environment = { AWS_ENDPOINT_URL_SQS: stack.endpoints.sqs };
      const args = ["dlq", "replay", "--stage", "local", "--execute", "--force", "--json"];
      const { code } = await startSeatkeeper(args, environment).exited;
      const left = ["EmployeeHiredDeadLetterQueue", "RoleChangedDeadLetterQueue"].map((id) =>
        messageCount(clients.sqs, urlOf(id)),
      );
      return { code, left: await Promise.all(left) };
    })
    .toEqual({ code: 0, left: [0, 0] });
  await drained();
  const expected = [...newcomers.map((id) => [id, ["Pro"]]), ...colleagues.map((id) => [id, ["Plus"]])];
  expect(await licenses()).toEqual(Object.fromEntries(expected.map(([id, license]) => [`${id}@example.com`, license])));
});
