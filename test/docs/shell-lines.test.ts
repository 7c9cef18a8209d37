import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../support/free-port.ts";
import { useProjectCopy } from "../support/project-copy.ts";
import { shellLines } from "./shell-lines.ts";

const PROJECT = join(import.meta.dirname, "../..");
const PORT_BASE = String(await freePort());

/** Commands that this file does not run, and who does, or why nobody here can. */
const NOT_RUN_HERE: readonly [command: RegExp, why: string][] = [
  [/^npm ci(?: && npm (?:start|test))?$/, ".ci/run does, in a clean checkout"],
  [/^npm (?:test|run check|run bench -- --quick)$/, ".ci/run does"],
  [/^npm run dev$/, "this file starts it, on other ports"],
  [/^npm run (?:fix|record)$/, "it would change the checkout"],
  [/^npm run (?:test:\w+|bench)\b/, "they take minutes to hours; .ci/run and npm test run each in short"],
  [
    /\bnpm run (?:deploy|package)\b|\bseatkeeper -- (?:status|directory|employee show E1)\b|^npx seatkeeper status --stage dev|^npx serverless /,
    "they need an AWS account",
  ],
  [
    /\bseatkeeper (?:employee (?:transfer|resync)|event show) |\bseatkeeper employee show .* --live/,
    "they need such employees; test/cli/commands has them",
  ],
  [/^aws (?:events|cloudformation|secretsmanager) |^queue=|^jq '\{AWSTemplate/, "they need an AWS account"],
  [/^npx -p ajv-cli/, "it installs from the registry; test/events/published-schema.test.ts runs the same validator"],
];

const lines = shellLines();
const isRun = (command: string): boolean => !NOT_RUN_HERE.some(([pattern]) => pattern.test(command));
const runnable = (page: string): readonly string[] =>
  lines.filter((line) => line.page === page && isRun(line.command)).map(({ command }) => command);

/** A copy of the checkout: what the commands write does not land in it, and its `--stage local` is another. */
const folder = useProjectCopy();
let dev: ChildProcess | undefined;

beforeAll(async () => {
  const started = spawn(process.execPath, ["local/dev.ts", "--port-base", PORT_BASE], { cwd: folder() });
  dev = started;
  await new Promise<void>((resolve, reject) => {
    let printed = "";
    for (const stream of [started.stdout, started.stderr])
      stream.on("data", (chunk) => {
        printed += chunk;
        if (printed.includes("Ctrl-C stops it")) resolve();
      });
    started.once("close", () => reject(new Error(`npm run dev ended: ${printed}`)));
  });
}, 120_000);

afterAll(async () => {
  if (dev?.exitCode === null && dev.kill("SIGINT")) await once(dev, "close");
});

/** What a command prints to stdout. It must exit with 0. */
const run = async (command: string): Promise<string> => {
  const shell = spawn("bash", ["--norc", "-c", `set -eo pipefail; ${command}`], {
    cwd: folder(),
    env: AWS_ENVIRONMENT,
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    shell[name].setEncoding("utf8").on("data", (chunk: string) => {
      output[name] += chunk;
    });
  const [code] = await once(shell, "close");
  expect({ command, code, stderr: code === 0 ? "" : output.stderr }).toEqual({ command, code: 0, stderr: "" });
  return output.stdout;
};

const AWS_ENVIRONMENT = {
  ...process.env,
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_DEFAULT_REGION: "us-east-1",
};

const MESSAGE_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const LIST = "npm run --silent seatkeeper -- dlq list --stage local";
const until = (command: string, text: string) =>
  expect.poll(() => run(command), { timeout: 60_000, interval: 500 }).toContain(text);
/** The stack of this file has ports of its own. */
const onItsPorts = (command: string): string =>
  command.replaceAll("127.0.0.1:8181", `127.0.0.1:${Number(PORT_BASE) + 2}`);

test("the README's five minutes lead from a CSV to seats", async () => {
  const [guess, importing, list, show, explain, draft, diff, ...others] = runnable("README.md");
  await run(guess ?? "");
  expect(await run(`${importing} --yes`)).toContain("38 to employee-hired");
  await until(show ?? "", "senior-staff");
  expect(await run(list ?? "")).toContain("40 employees");
  expect(await run(explain ?? "")).toContain("everyone-else");
  await run(draft ?? "");
  expect(await run(diff ?? "")).toMatch(/Basic .* Plus/);
  for (const command of others) await run(command);
}, 120_000);

test.each(["docs/import.md", "docs/preview.md"])(
  "the commands of %s work as written",
  async (page) => {
    for (const command of runnable(page)) await run(command);
  },
  60_000,
);

test("docs/local.md's promotion waits, its hire fails, is fixed and replayed", async () => {
  const [promote, listWaiting, refuse, hire, list, accept, dryRun, execute, show] =
    runnable("docs/local.md").map(onItsPorts);
  await run(promote ?? "");
  await until(listWaiting ?? "", "NoHireYet");
  await run(refuse ?? "");
  await run(hire ?? "");
  await until(list ?? "", "DirectoryRejected");
  await run(accept ?? "");
  expect(await run(dryRun ?? "")).toContain("1 would go from");
  expect(await run(execute ?? "")).toContain("1 dead letter replayed");
  await until(show ?? "", "managers");
}, 120_000);

test("the runbook's commands work as written, on the local stage", async () => {
  writeFileSync(join(folder(), "no-event.jsonl"), "no JSON\n");
  await run("npm run send -- --send-invalid no-event.jsonl");
  await until(LIST, "MalformedBody");
  const { deadLetters } = JSON.parse(await run(`${LIST} --json --code MalformedBody`));
  for (const command of runnable("docs/runbook.md"))
    await run(command.replace(/--stage \w+/, "--stage local").replace(MESSAGE_ID, deadLetters[0].id));
  expect(readdirSync(folder())).toContain("dead-letters.jsonl");
}, 240_000);

const hasAwsCli = spawnSync("aws", ["--version"]).status === 0;

test.skipIf(!hasAwsCli)(
  "docs/events.md's AWS CLI lines send its example (skipped without the AWS CLI)",
  async () => {
    const example =
      /```json\n(\{\n {2}"specversion"[\s\S]*?)```/.exec(readFileSync(join(PROJECT, "docs/events.md"), "utf8"))?.[1] ??
      "";
    writeFileSync(join(folder(), "event.json"), example);
    // By option: version 1 of the AWS CLI does not know AWS_ENDPOINT_URL.
    const sending = runnable("docs/events.md").filter((command) => /aws sqs/.test(command));
    const script = sending.join("\n").replace("seatkeeper-dev", "seatkeeper-local");
    const endpoint = `aws --endpoint-url http://127.0.0.1:${PORT_BASE}`;
    expect(await run(script.replaceAll(/\baws\b/g, endpoint))).toContain("MessageId");
  },
  60_000,
);

test("docs/emulator.md's commands work on the local stack (the AWS CLI's is skipped without it)", async () => {
  const commands = runnable("docs/emulator.md").filter((command) => hasAwsCli || !command.startsWith("aws "));
  const emulator = onItsPorts("127.0.0.1:8181");
  const printed = await run(onItsPorts(commands.join("\n")));
  if (hasAwsCli) expect(printed).toContain('"AccountType": "EnterpriseLWA"');
  expect(await run(`curl -fsS http://${emulator}/_emulator/accounts/team/users`)).toContain("ana.diaz@example.com");
  expect(await run(`curl -fsS http://${emulator}/_emulator/faults`)).toContain("ExpiredTokenException");
  await run(`curl -fsS -X DELETE http://${emulator}/_emulator/faults`);
}, 60_000);

test("every command of the pages is run here, or somebody else is named who runs it", () => {
  const pages = new Set(lines.filter(({ command }) => isRun(command)).map(({ page }) => page));
  expect([...pages]).toEqual([
    "README.md",
    ...["emulator", "events", "import", "local", "preview", "runbook"].map((name) => `docs/${name}.md`),
  ]);
  const unused = NOT_RUN_HERE.filter(([pattern]) => !lines.some(({ command }) => pattern.test(command)));
  expect(unused).toEqual([]);
});
