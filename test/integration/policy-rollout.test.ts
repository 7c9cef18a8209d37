import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paginateListUsers } from "@aws-sdk/client-chime";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { messageCount } from "../../adapters/sqs/queue-depth.ts";
import type { PolicyDiffDocument } from "../../cli/commands/policy/diff.ts";
import { readTemplate, type StackModel } from "../../local/aws/template.ts";
import { type LocalClients, localClients } from "../../local/clients.ts";
import { ANY_PORTS } from "../../local/ports.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { hireBody, leaveBody } from "../support/event-bodies.ts";
import { PACKAGE_DIR } from "../support/package-once.ts";
import { run, useProjectCopy } from "../support/project-copy.ts";
import { startSeatkeeper } from "../support/seatkeeper-process.ts";
import { type Intercept, startSqsProxy } from "../support/sqs-proxy.ts";

const OLD = join(import.meta.dirname, "../../config/license-policy.yml");
const PEOPLE = 60;

const copy = useProjectCopy();
const folder = mkdtempSync(join(tmpdir(), "rollout-"));
const next = join(folder, "new.yml");
const journal = join(folder, "journal.jsonl");

let services: Stack;
let stack: Stack;
let clients: LocalClients;

/** Functions that nothing calls: the emulators alone, which outlive a deployment. */
const still = (model: StackModel): StackModel => ({ ...model, eventSources: [], schedules: [] });
const deploy = (packageDir: string) =>
  startStack({ model: readTemplate(packageDir), packageDir, ports: ANY_PORTS, onLog: () => {}, services });

/** Sales loses its seats, people of level 4 get Plus, and contractors get no account. */
const NEW_POLICY = readFileSync(OLD, "utf8")
  .replace("level: { gte: 5 }", "level: { gte: 4 }")
  .replace('department: [Sales, "Customer Success", "*Support"]', 'department: ["Customer Success", "*Support"]')
  .replace("license: Basic", "license: none");

beforeAll(async () => {
  const model = readTemplate(PACKAGE_DIR);
  services = await startStack({ model: still(model), packageDir: PACKAGE_DIR, ports: ANY_PORTS, onLog: () => {} });
  clients = localClients(services.endpoints);
  stack = await deploy(PACKAGE_DIR);
  writeFileSync(next, NEW_POLICY);
});
afterAll(async () => {
  clients.destroy();
  await stack.close();
  await services.close();
  rmSync(folder, { recursive: true });
});

const put = async (bodies: readonly object[], queue = "EmployeeHiredQueue") => {
  const QueueUrl = services.queues.find(({ logicalId }) => logicalId === queue)?.url;
  for (let start = 0; start < bodies.length; start += 10) {
    const batch = bodies.slice(start, start + 10);
    const Entries = batch.map((body, index) => ({ Id: String(index), MessageBody: JSON.stringify(body) }));
    await clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
};
const drained = async () => {
  const depths = async () => Promise.all(services.queues.map(({ url }) => messageCount(clients.sqs, url)));
  await expect.poll(depths).toEqual(services.queues.map(() => 0));
};

const ROLES = [
  { title: "Seller", department: "Sales" },
  { title: "Engineer", department: "Engineering", level: 4 },
  { title: "Engineer", department: "Engineering", level: 3 },
  { title: "Head of IT", department: "IT" },
  { title: "Tester", department: "IT", employmentType: "contractor" },
];
const hire = (index: number, role: object = ROLES[index % ROLES.length] ?? {}) =>
  hireBody({ employeeId: `E${index}`, email: `e${index}@example.com`, role }, { id: `hire-${index}` });

/** What each account has: its license, or `none` if it is suspended. */
const seats = async (): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for await (const { Users = [] } of paginateListUsers({ client: clients.chime }, { AccountId: services.accountId }))
    for (const { PrimaryEmail = "", LicenseType = "", UserRegistrationStatus: status } of Users)
      found.set(PrimaryEmail.replace(/@.*/, "").toUpperCase(), status === "Suspended" ? "none" : LicenseType);
  return found;
};

const policy = async (args: readonly string[], sqs = services.endpoints.sqs, onStderr = (_: string) => {}) => {
  const { child, exited } = startSeatkeeper(["policy", ...args, "--stage", "local"], {
    AWS_ENDPOINT_URL_SQS: sqs,
    AWS_ENDPOINT_URL_DYNAMODB: services.endpoints.dynamodb,
    AWS_ENDPOINT_URL_LAMBDA: stack.lambda,
  });
  child.stderr.on("data", (chunk) => onStderr(String(chunk)));
  return { child, exited };
};
const ran = async (...args: string[]) => (await policy(args)).exited;
const diff = async (): Promise<PolicyDiffDocument> =>
  JSON.parse((await ran("diff", OLD, next, "--json")).stdout) as PolicyDiffDocument;
const rollout = (digest: string, ...more: string[]) => [
  "rollout",
  OLD,
  next,
  "--digest",
  digest,
  "--journal",
  journal,
  "--json",
  "--execute",
  ...more,
];

/** Runs a rollout that is stopped by this signal after some batches. */
const stopped = async (digest: string, signal: NodeJS.Signals, batches: number) => {
  let [seen, stop] = [0, () => {}];
  const intercept: Intercept = async ({ action }, forward) => {
    const response = await forward();
    if (action === "SendMessageBatch" && ++seen === batches) stop();
    return response;
  };
  const proxy = await startSqsProxy(services.endpoints.sqs, intercept);
  const { child, exited } = await policy(rollout(digest, "--rate", "20"), proxy.endpoint);
  stop = () => child.kill(signal);
  const ended = await exited;
  await proxy.close();
  return ended;
};

test("a rollout ends with exactly the licenses that the diff said, also if it is stopped on the way", async () => {
  await put(Array.from({ length: PEOPLE }, (_, index) => hire(index)));
  await put([leaveBody({ employeeId: "E0" }, { id: "leave-0" })], "EmployeeLeftQueue");
  await drained();
  await expect.poll(async () => (await seats()).size).toBe(PEOPLE);
  // A leave that met the hire under way waits for it, outside the queues.
  await expect.poll(async () => (await seats()).get("E0")).toBe("none");
  const before = await seats();
  const seen = await diff();
  expect(seen.summary).toMatchObject({ employees: PEOPLE, left: 1, changes: PEOPLE / 5 - 1 + (2 * PEOPLE) / 5 });
  for (const { employeeId, from } of seen.changes) expect(before.get(employeeId)).toBe(from);

  expect((await ran("diff", OLD, next, "--exit-code")).code).toBe(3);
  expect((await ran("diff", OLD, OLD, "--exit-code")).code).toBe(0);

  // The functions still have the old policy.
  const early = await ran(...rollout(seen.summary.digest));
  expect(early).toMatchObject({ code: 1, stdout: "" });
  expect(early.stderr).toMatch(
    /seatkeeper-local-employeeHired.*: still the old policy, not that of .*new\.yml\. Deploy that first/,
  );

  writeFileSync(join(copy(), "config/license-policy.yml"), NEW_POLICY);
  const packaged = await run(copy(), ["infra/packaging/serverless.ts", "package", "--stage", "local"]);
  expect(packaged).toMatchObject({ code: 0 });
  await stack.close();
  stack = await deploy(join(copy(), ".build/local"));

  // Somebody was hired since the diff was looked at.
  await put([hire(PEOPLE, { title: "Seller", department: "Sales" })]);
  await drained();
  const old = await ran(...rollout(seen.summary.digest));
  expect(old).toMatchObject({ code: 1, stdout: "" });
  expect(old.stderr).toContain("The diff is old");
  expect(existsSync(journal)).toBe(false);
  expect(await seats()).toEqual(new Map([...before, [`E${PEOPLE}`, "Basic"]]));

  const { summary, changes } = await diff();
  expect(changes).toHaveLength(seen.changes.length + 1);
  const interrupted = await stopped(summary.digest, "SIGINT", 1);
  const account = JSON.parse(interrupted.stdout);
  expect(interrupted).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("run the same command again to go on from"),
  });
  expect(account).toMatchObject({ named: changes.length, sentBefore: 0, interrupted: true });
  expect(account.sent + account.left).toBe(changes.length);
  expect(account.left).toBeGreaterThan(0);
  expect((await stopped(summary.digest, "SIGKILL", 2)).code).toBeNull();
  const resumed = await ran(...rollout(summary.digest));
  expect(resumed.code).toBe(0);
  const last = JSON.parse(resumed.stdout);
  expect(last).toMatchObject({ named: changes.length, left: 0, interrupted: false });
  expect(last.sentBefore).toBeGreaterThanOrEqual(account.sent);
  expect(existsSync(journal)).toBe(false);

  const expected = new Map([...before, [`E${PEOPLE}`, "Basic"]]);
  for (const { employeeId, to } of changes) expected.set(employeeId, to);
  await expect.poll(seats).toEqual(expected);
  await drained();
  expect(await seats()).toEqual(expected);
});
