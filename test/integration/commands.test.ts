import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, afterEach, expect, test } from "vitest";
import { freePort } from "../support/free-port.ts";

const PROJECT = join(import.meta.dirname, "../..");

const BASE = await freePort();
const PORT_BASE = String(BASE);

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

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

const temporary = mkdtempSync(join(tmpdir(), "commands-"));
afterAll(() => rmSync(temporary, { recursive: true }));

const run = (script: string, ...args: string[]) => {
  const env = { ...process.env, TMPDIR: temporary };
  const started = spawn(process.execPath, [join("local", script), ...args], { cwd: PROJECT, env });
  children.push(started);
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
    deadLetters: [{ code: "MalformedBody", file: events, line: 2 }],
  });
  expect(code).toBe(0);
});

test("two npm start at once both work, and one that could apply nothing exits with 1", async () => {
  const [good, bad] = await Promise.all([
    run("start.ts", file(JSON.stringify([{ ...HIRE, note: "🎉" }], null, 2)), "--json").exited,
    run("start.ts", file("no JSON\n")).exited,
  ]);
  expect(good).toMatchObject({ code: 0 });
  expect(JSON.parse(good.stdout)).toMatchObject({ outcomes: { created: 1 } });
  expect(bad).toMatchObject({ code: 1 });
  expect(bad.stdout).toMatch(/events\.jsonl:1 .* MalformedBody/);
  expect(bad.stderr).toContain("Not one event could be applied.");
});

const seatkeeperFolders = () => readdirSync(temporary).filter((name) => name.startsWith("seatkeeper-"));

test.each<[NodeJS.Signals, string, number]>([
  ["SIGINT", "packaging the service", 130],
  ["SIGHUP", "starting the stack", 129],
  ["SIGTERM", "0 of 1000 events done", 143],
])('%s ends npm start after "%s", and leaves nothing behind', async (signal, text, code) => {
  const lines = Array.from({ length: 1000 }, (_, index) => JSON.stringify({ ...HIRE, id: `h${index}` }));
  const { started, output, exited } = run("start.ts", file(lines.join("\n")));
  await expect.poll(() => output.stderr).toContain(text);
  started.kill(signal);
  expect(await exited).toMatchObject({ code, stdout: "" });
  expect(seatkeeperFolders()).toEqual([]);
});

test("a second Ctrl-C ends npm start at once, and leaves nothing behind", async () => {
  const { started, output, exited } = run("start.ts");
  await expect.poll(() => output.stderr).toContain("events done");
  started.kill("SIGINT");
  await expect.poll(() => started.kill("SIGINT")).toBe(false);
  expect((await exited).code).toBe(130);
  expect(seatkeeperFolders()).toEqual([]);
});

test("a second npm run dev leaves the stage local to the first, also when it ends", async () => {
  const first = run("dev.ts", "--port-base", PORT_BASE);
  await expect.poll(() => first.output.stdout).toContain("Ctrl-C stops it");
  const base = await freePort();
  const second = run("dev.ts", "--port-base", String(base));
  await expect.poll(() => second.output.stdout).toContain(`AWS_ENDPOINT_URL_SQS=http://127.0.0.1:${base}`);
  second.started.kill("SIGHUP");
  expect(await second.exited).toMatchObject({ code: 0 });
  expect(await run("send.ts", file(JSON.stringify(HIRE))).exited).toMatchObject({ code: 0 });
  await expect.poll(() => first.output.stdout).toContain('"outcome":"created"');
  first.started.kill("SIGTERM");
  await first.exited;
  expect(await run("send.ts", file(JSON.stringify(HIRE))).exited).toMatchObject({ code: 1 });
});

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
  const taken = createServer().listen(BASE + 1, "127.0.0.1");
  await once(taken, "listening");
  const { code, stderr } = await run("start.ts", file(JSON.stringify(HIRE)), "--port-base", PORT_BASE).exited;
  taken.close();
  expect(code).toBe(1);
  expect(stripVTControlCharacters(stderr).trim().split("\n").at(-1)).toBe(
    `error: Port ${BASE + 1} for DynamoDB is in use: stop what listens there, or choose other ports with --port-base N`,
  );
});

test("npm run dev prints endpoints and AWS CLI lines, and Ctrl-C ends it", async () => {
  const { started, output, exited } = run("dev.ts", "--port-base", PORT_BASE);
  await expect.poll(() => output.stdout).toContain("Ctrl-C stops it");
  for (const port of [BASE, BASE + 1, BASE + 2]) expect(output.stdout).toContain(`http://127.0.0.1:${port}`);
  expect(output.stdout).toContain(`aws sqs send-message --endpoint-url http://127.0.0.1:${BASE}`);
  expect(output.stdout).toContain(
    `aws chime list-users --endpoint-url http://127.0.0.1:${BASE + 2} --account-id local-account`,
  );
  started.kill("SIGINT");
  expect((await exited).code).toBe(0);
});

test.each<[string, string[], number, string]>([
  ["without a file", [], 2, "missing required argument 'files'"],
  ["without a stack", [file(JSON.stringify(HIRE))], 1, "No local stack is running"],
])("npm run send %s says so", async (_, args, code, message) => {
  const result = await run("send.ts", ...args).exited;
  expect(result).toMatchObject({ code, stdout: "" });
  expect(result.stderr).toContain(message);
});
