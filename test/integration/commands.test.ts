import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";

const PROJECT = join(import.meta.dirname, "../..");
const PORT_BASE = "19324";
const HIRE = {
  specversion: "1.0",
  id: "h1",
  source: "/hr",
  type: "hr.employee.hired.v1",
  time: "2026-03-01T00:00:00Z",
  data: {
    employeeId: "E1",
    email: "ana@example.com",
    effectiveAt: "2026-03-01T00:00:00Z",
    role: { title: "Manager", department: "Any" },
  },
};

let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

const run = (script: string, ...args: string[]) => {
  const started = spawn(process.execPath, [join("local", script), ...args], { cwd: PROJECT });
  child = started;
  const output = { stdout: "", stderr: "" };
  started.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  started.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const exited = once(started, "close").then(([code]) => ({ code, ...output }));
  return { started, output, exited };
};
const file = (content: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), "commands-")), "events.jsonl");
  writeFileSync(path, content);
  return path;
};

test("npm start --json prints one document to stdout and exits with 0", async () => {
  const events = file(`${JSON.stringify(HIRE)}\nno JSON\n`);
  const { code, stdout, stderr } = await run("start.ts", events, "--json", "--port-base", PORT_BASE).exited;
  expect(stderr).toContain("2 of 2 events done, 0 in the queues");
  expect(JSON.parse(stdout)).toMatchObject({
    sent: 2,
    outcomes: { created: 1, "dead-lettered": 1 },
    unaccounted: [],
    users: { Pro: 1 },
    employees: [{ employeeId: "E1", license: "Pro", rule: "managers" }],
    deadLetters: [{ code: "MalformedBody" }],
  });
  expect(code).toBe(0);
}, 120_000);

test.each<[string, string[], string]>([
  ["a missing file", ["missing.jsonl"], "missing.jsonl: there is no such file"],
  ["an empty file", [file("")], "events.jsonl:1: there is no event in this file"],
  ["an unknown option", ["--jsn"], "unknown option '--jsn'"],
  ["a bad port", ["--port-base", "99999"], "argument '99999' is invalid. Expected a whole number from 1024 to 65533"],
])("%s exits with 2 and one clear line", async (_, args, message) => {
  const { code, stdout, stderr } = await run("start.ts", ...args).exited;
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.split("\n")[0]).toContain(message);
});

test("a port in use gives one clear line, and leaves nothing running", async () => {
  const taken = createServer().listen(Number(PORT_BASE) + 1, "127.0.0.1");
  await once(taken, "listening");
  const { code, stderr } = await run("start.ts", file(JSON.stringify(HIRE)), "--port-base", PORT_BASE).exited;
  taken.close();
  expect(code).toBe(1);
  expect(stderr.trim().split("\n").at(-1)).toBe(
    "Port 19325 for DynamoDB is in use: stop what listens there, or choose other ports with --port-base N",
  );
}, 120_000);

test("npm run dev prints endpoints and AWS CLI lines, and Ctrl-C ends it within 5 s", async () => {
  const { started, output, exited } = run("dev.ts", "--port-base", PORT_BASE);
  await expect.poll(() => output.stdout, { timeout: 25_000 }).toContain("Ctrl-C stops it");
  for (const port of [19324, 19325, 19326]) expect(output.stdout).toContain(`http://127.0.0.1:${port}`);
  expect(output.stdout).toContain("aws sqs send-message --endpoint-url http://127.0.0.1:19324");
  expect(output.stdout).toContain(
    "aws chime list-users --endpoint-url http://127.0.0.1:19326 --account-id local-account",
  );
  const interruptedAt = performance.now();
  started.kill("SIGINT");
  expect((await exited).code).toBe(0);
  expect(performance.now() - interruptedAt).toBeLessThan(5000);
}, 40_000);

test.each<[string, string[], number, string]>([
  ["without a file", [], 2, "missing required argument 'files'"],
  ["without a stack", [file(JSON.stringify(HIRE))], 1, "No local stack is running"],
])("npm run send %s says so", async (_, args, code, message) => {
  const result = await run("send.ts", ...args).exited;
  expect(result).toMatchObject({ code, stdout: "" });
  expect(result.stderr).toContain(message);
});
