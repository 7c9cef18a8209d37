import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type PolicyDiffDocument, policyDiffCommand } from "../../../../cli/commands/policy/diff.ts";
import { policyRollout, type RolloutOptions } from "../../../../cli/commands/policy/rollout.ts";
import { stagePolicyOf } from "../../../../config/load-license-policy.ts";
import { loadStage } from "../../../../config/load-stage.ts";
import { type LocalMapping, startLambdaApi } from "../../../../local/aws/lambda-api.ts";
import { useDeadLetterQueues } from "../../../support/dead-letter-queues.ts";
import { localEmployees } from "../../../support/employees-table.ts";
import { hired, left, NOW } from "../../../support/hr-events.ts";

const CONFIG = join(import.meta.dirname, "../../../../config");
const ruled = (rules: string) => `rules: [${rules}]\ndefault: { name: rest, license: Basic }\n`;
const OLD_POLICY = ruled("");
const NEW_POLICY = ruled(
  "{ name: sales, when: { department: Sales }, license: Pro }, { name: it, when: { department: IT }, license: none }",
);

const queues = useDeadLetterQueues();
let table: Awaited<ReturnType<typeof localEmployees>>;
let lambda: Awaited<ReturnType<typeof startLambdaApi>>;
let folder = "";
const FUNCTIONS = ["employeeHired", "roleChanged", "employeeLeft"].map((name) => `seatkeeper-local-${name}`);
let mappings: LocalMapping[] = [];
const pausedMapping = (functionName: string): LocalMapping => ({
  ...{ id: functionName, functionName, queueArn: `arn:aws:sqs:us-east-1:000000000000:${functionName}` },
  source: {
    now: () => ({ state: "Disabled", changedAt: new Date() }),
    switchTo: () => false,
    stop: async () => {},
  },
});
let deployed = { LICENSE_POLICY_DIGEST: "" };
const path = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rollout-"));
  writeFileSync(path("old.yml"), OLD_POLICY);
  writeFileSync(path("new.yml"), NEW_POLICY);
  const { digest } = stagePolicyOf(NEW_POLICY, { fileName: "", stage: "local", loaded: loadStage(CONFIG, "local") });
  deployed = { LICENSE_POLICY_DIGEST: digest };
  mappings = [];
  const environments = new Map(FUNCTIONS.map((name) => [name, deployed] as const));
  lambda = await startLambdaApi({ mappings, environments, region: "us-east-1" });
  vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint);
  table = await localEmployees();
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", table.endpoint);
});
afterEach(async () => {
  await table.close();
  await lambda.close();
  rmSync(folder, { recursive: true });
});

const hire = async (employeeId: string, department: string, accountId?: string) => {
  const role = { title: "Clerk", department, attributes: {} };
  const { record } = await table.employees.fold(hired({ employeeId, role }), NOW);
  if (accountId !== undefined)
    await table.employees.save(record, { ...record, link: { accountId }, revision: record.revision + 1 });
};
/** Two get Pro, one of whom has no account yet; one loses the account; one keeps her license, and one has left. */
const staff = async () => {
  await hire("E1", "Sales", "U1");
  await hire("E2", "Sales");
  await hire("E3", "IT", "U3");
  await hire("E4", "HR", "U4");
  await hire("E5", "Sales", "U5");
  await table.employees.fold(left({ employeeId: "E5" }), NOW);
};

const diff = async (options: object = {}) => {
  let written = "";
  const printed = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
  const result = await policyDiffCommand(path("old.yml"), path("new.yml"), { stage: "local", ...options });
  printed.mockRestore();
  return { ...result, text: `${written}${result.text}` };
};
const diffDocument = async (): Promise<PolicyDiffDocument> => JSON.parse((await diff({ json: true })).text);
const rollout = async (options: Partial<RolloutOptions> = {}) => {
  const result = await policyRollout(path("old.yml"), path("new.yml"), {
    stage: "local",
    json: true,
    journal: path("journal.jsonl"),
    rate: 1000,
    ...options,
  });
  return { ...result, document: options.json === false ? undefined : JSON.parse(result.text) };
};
const received = async (queue: string) =>
  (await queues().receiveAll(queue)).map(({ Body = "" }) => JSON.parse(Body).data).map(({ employeeId }) => employeeId);

describe("policy diff", () => {
  test("says who would change from what to what, and what that comes to", async () => {
    await staff();
    const { changes, summary } = await diffDocument();
    expect([...changes].sort((a, b) => (a.employeeId < b.employeeId ? -1 : 1))).toEqual([
      { employeeId: "E1", from: "Basic", to: "Pro", ruleBefore: "rest", ruleAfter: "sales" },
      { employeeId: "E2", from: "Basic", to: "Pro", ruleBefore: "rest", ruleAfter: "sales" },
      { employeeId: "E3", from: "Basic", to: "none", ruleBefore: "rest", ruleAfter: "it" },
    ]);
    expect(summary).toMatchObject({ employees: 5, changes: 3, left: 1 });
    const { text, changes: count } = await diff({ limit: 1 });
    expect(count).toBe(3);
    expect(text).toMatch(/^3 of 5 employees would have another license in local\n/);
    expect(text).toContain("… and 2 more");
    expect(text).toMatch(/Pro +│ 0 +│ 2 +│ \+2 +│ -0/);
    expect(text).toContain("Not asked about: 1 left.");
    expect(text).toContain(`--stage local --digest ${summary.digest}`);
  });

  test("writes all of it to a new file that only its owner can read", async () => {
    await staff();
    const out = path("changes.jsonl");
    expect((await diff({ out, limit: 0 })).text).toContain(`All are in ${out}.`);
    const lines = readFileSync(out, "utf8").trim().split("\n");
    expect(lines).toHaveLength(4);
    expect(JSON.parse(lines[3] ?? "")).toEqual({ summary: (await diffDocument()).summary });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    await expect(diff({ out })).rejects.toThrow("already exists");
  });

  test("of nobody is one JSON document, too", async () => {
    expect(await diffDocument()).toMatchObject({ changes: [], summary: { employees: 0, changes: 0 } });
  });

  test("is not complete if a record cannot be read, and says whose", async () => {
    await staff();
    await table.put({ employeeId: "E6", formatVersion: 99 });
    expect(await diff()).toMatchObject({ complete: false, problem: expect.stringContaining("employee show E6") });
  });

  test("takes one policy from stdin, not both", async () => {
    await expect(policyDiffCommand("-", "-", { stage: "local" })).rejects.toThrow("only one of the two policies");
  });
});

describe("policy rollout", () => {
  test("without --execute says how many, and sends nothing", async () => {
    await staff();
    const { digest } = (await diffDocument()).summary;
    const { document, complete } = await rollout();
    expect({ document, complete }).toEqual({
      document: { dryRun: true, stage: "local", digest, named: 3, sentBefore: 0, sent: 0, interrupted: false, left: 3 },
      complete: true,
    });
    expect((await rollout({ json: false })).text).toContain(
      "3 resyncs would be sent, 1000 a second: --execute does it.",
    );
    expect(await received("role-changed")).toEqual([]);
    expect(existsSync(path("journal.jsonl"))).toBe(false);
  });

  test("sends a resync to exactly those whom the diff named, each to the function that may apply it", async () => {
    await staff();
    const { digest } = (await diffDocument()).summary;
    expect(await rollout({ digest, execute: true })).toMatchObject({
      complete: true,
      document: { dryRun: false, named: 3, sent: 3, left: 0 },
    });
    expect(await received("role-changed")).toEqual(["E1"]);
    expect(await received("employee-hired")).toEqual(["E2"]);
    expect(await received("employee-left")).toEqual(["E3"]);
    expect(existsSync(path("journal.jsonl"))).toBe(false);
  });

  test("needs the digest to execute", async () => {
    await expect(rollout({ execute: true })).rejects.toThrow("--execute needs the digest");
  });

  test("sends nothing if the diff has another digest by now", async () => {
    await staff();
    const { digest } = (await diffDocument()).summary;
    await hire("E7", "Sales");
    for (const execute of [false, true])
      await expect(rollout({ digest, execute })).rejects.toThrow(
        /The diff is old: it has another digest now, and names 4\. Nothing was sent\. See what changed: seatkeeper policy diff/,
      );
    expect(await received("role-changed")).toEqual([]);
    expect(existsSync(path("journal.jsonl.part"))).toBe(false);
  });

  test("sends nothing if a function has another policy", async () => {
    await staff();
    const { digest } = (await diffDocument()).summary;
    deployed.LICENSE_POLICY_DIGEST = "another";
    await expect(rollout({ digest, execute: true })).rejects.toThrow(
      /seatkeeper-local-employeeHired, .*: neither the old policy nor that of .*new\.yml\. Deploy that first: start `npm /,
    );
    const loaded = loadStage(CONFIG, "local");
    deployed.LICENSE_POLICY_DIGEST = stagePolicyOf(OLD_POLICY, { fileName: "", stage: "local", loaded }).digest;
    await expect(rollout({ digest, execute: true })).rejects.toThrow(/: still the old policy, not that of .*new\.yml/);
    expect(await received("role-changed")).toEqual([]);
  });

  test("goes on where a run was stopped, although the diff is another one by now", async () => {
    await staff();
    const { digest } = (await diffDocument()).summary;
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1");
    await expect(rollout({ digest, execute: true })).rejects.toThrow("the stack is not there");
    expect(existsSync(path("journal.jsonl"))).toBe(true);
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues().endpoint);
    await hire("E7", "Sales", "U7");
    expect(await rollout({ digest, execute: true })).toMatchObject({ document: { named: 3, sentBefore: 0, sent: 3 } });
    expect(await received("role-changed")).toEqual(["E1"]);
  });

  const lockedBy = (pid: number, host = hostname()) =>
    writeFileSync(path("journal.jsonl.lock"), `${JSON.stringify({ pid, host })}\n`);

  test("leaves a journal alone that another rollout is using", async () => {
    await staff();
    const { digest } = (await diffDocument()).summary;
    lockedBy(process.pid);
    await expect(rollout({ digest, execute: true })).rejects.toThrow(
      /a rollout is using this journal, process \d+ on /,
    );
    lockedBy(1, "another.example.com");
    await expect(rollout({ digest, execute: true })).rejects.toThrow("process 1 on another.example.com");
    writeFileSync(path("journal.jsonl.lock"), "");
    await expect(rollout({ digest, execute: true })).rejects.toThrow(/journal\. Wait .* delete .*\.lock/);
    expect(await received("role-changed")).toEqual([]);
    expect(await rollout({ digest })).toMatchObject({ document: { dryRun: true, named: 3 } });
  });

  test("takes over the lock of a process that is gone, and leaves none", async () => {
    await staff();
    const { digest } = (await diffDocument()).summary;
    lockedBy(spawnSync(process.execPath, ["--version"]).pid);
    await expect(rollout({ digest, execute: true })).resolves.toMatchObject({ document: { sent: 3 } });
    expect(readdirSync(folder).filter((name) => name.startsWith("journal"))).toEqual([]);
  });

  test("says so if the stage is paused: what it sends waits in the queues", async () => {
    await staff();
    mappings.push(...FUNCTIONS.map((name) => pausedMapping(name)));
    const noted = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await rollout();
    expect(noted.mock.calls.join()).toMatch(/PAUSED since .*: the queues keep what arrives; .*resume --stage local/);
  });

  test("does not go on with a journal of another day", async () => {
    await staff();
    const { digest } = (await diffDocument()).summary;
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1");
    await expect(rollout({ digest, execute: true })).rejects.toThrow("the stack is not there");
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues().endpoint);
    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();
    const journal = readFileSync(path("journal.jsonl"), "utf8");
    writeFileSync(path("journal.jsonl"), journal.replace(/"startedAt":"[^"]*"/, `"startedAt":"${yesterday}"`));
    await hire("E7", "Sales", "U7");
    await expect(rollout({ digest, execute: true })).rejects.toThrow("The diff is old");
  });
});
