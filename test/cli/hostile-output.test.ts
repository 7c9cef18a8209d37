import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { dlqList } from "../../cli/commands/dlq/list.ts";
import { deadLetter, deadLetterQueues } from "../support/dead-letter-queues.ts";
import { hireBody } from "../support/event-bodies.ts";
import { startSeatkeeper } from "../support/seatkeeper-process.ts";

/** Clears the screen, sets the title, then C1, bidirectional and zero-width characters, separators, a forged line. */
const HOSTILE = "x\u001b[2J\u001b]0;t\u0007\u009b31m\u202e\u2066\u200d\u2028\u007f\r\nforged: 0 dead letters";
/** What SQS and a file system take of it. */
const HOSTILE_TEXT = "x\u0085\u009b31m\u202e\u2066\u200d\u2028\u007f\r\nforged: 0 dead letters";

const directory = mkdtempSync(join(tmpdir(), "hostile-"));
let queues: Awaited<ReturnType<typeof deadLetterQueues>>;
let id: string;

beforeEach(async () => {
  queues = await deadLetterQueues();
  const body = JSON.stringify(hireBody({ displayName: HOSTILE }, { id: HOSTILE, [HOSTILE]: 1 }), null, 2);
  await queues.put("employee-hired-dlq", [
    {
      ...deadLetter("E1", { code: HOSTILE as never, message: HOSTILE, eventId: HOSTILE, employeeId: HOSTILE }),
      body,
      attributes: { trace: HOSTILE_TEXT },
    },
    { body: HOSTILE_TEXT, attributes: { ERROR_CODE: HOSTILE_TEXT } },
  ]);
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues.endpoint);
  id = JSON.parse((await dlqList({ stage: "local", json: true })).text).deadLetters[0].id;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await queues.close();
});
afterAll(() => rmSync(directory, { recursive: true }));

const run = (...args: string[]) =>
  startSeatkeeper([...args, "--stage", "local"], { AWS_ENDPOINT_URL_SQS: queues.endpoint }).exited;
const newFile = () => join(mkdtempSync(join(directory, "run-")), `${HOSTILE_TEXT.replace("\n", "")}.jsonl`);

const SAFE = /^(?:\n|[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])*$/u;
const expectSafe = (text: string) => {
  expect(text).toMatch(SAFE);
  expect(text).not.toMatch(/^\s*forged/m);
};

test.each<[string, (hostileId: string) => string[]]>([
  ["status", () => ["status"]],
  ["list", () => ["dlq", "list"]],
  ["show", (shown) => ["dlq", "show", shown]],
  ["a dry run of replay", () => ["dlq", "replay"]],
  ["replay", () => ["dlq", "replay", "--execute"]],
  ["a dry run of discard", () => ["dlq", "discard", "--reason", HOSTILE]],
  ["discard", () => ["dlq", "discard", "--reason", HOSTILE, "--execute", "--file", newFile()]],
  ["export", () => ["dlq", "export", newFile()]],
])("%s, as text and as JSON, sends nothing to the terminal that it would act on", async (_, args) => {
  const text = await run(...args(id));
  expectSafe(text.stdout + text.stderr);
  const { stdout, stderr } = await run(...args(id), "--json");
  expectSafe(stdout + stderr);
  if (stdout !== "") expect(JSON.parse(stdout)).toBeTypeOf("object");
});

test("show --reveal indents a body's lines, so that none looks like ours", async () => {
  const { stdout } = await run("dlq", "show", id, "--reveal");
  expect(stdout).toMatch(SAFE);
  expect(stdout).not.toMatch(/^forged/m);
  expect(stdout).toContain("\\u009b31m\\u202e");
});

test.each([[], ["--reveal"]])("an exported file is safe to read on a terminal %j", async (...reveal) => {
  const file = newFile();
  await run("dlq", "export", file, ...reveal);
  const text = readFileSync(file, "utf8");
  expectSafe(text);
  expect(
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toHaveLength(2);
});

test("a discarded dead letter is kept as it is, in a file that is safe to read", async () => {
  const file = newFile();
  await run("dlq", "discard", "--reason", HOSTILE, "--execute", "--file", file);
  const text = readFileSync(file, "utf8");
  expectSafe(text);
  const kept = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(kept.map(({ reason }) => reason)).toEqual([HOSTILE, HOSTILE]);
  expect(kept.map(({ body }) => body)).toContain(HOSTILE_TEXT);
});

test.each([
  ["an unknown command", [HOSTILE]],
  ["an unknown option", ["dlq", "list", `--${HOSTILE}`]],
  ["an argument that is refused", ["dlq", "list", "--since", HOSTILE]],
  ["an unknown code", ["dlq", "list", "--code", HOSTILE]],
  ["an unknown dead letter", ["dlq", "show", HOSTILE]],
  ["a file that cannot be written", ["dlq", "export", `/nowhere/${HOSTILE}`]],
])("an error about %s is safe", async (_, args) => {
  const { code, stdout, stderr } = await run(...args);
  expect([code !== 0, stdout]).toEqual([true, ""]);
  // Commander repeats an argument in lines of its own.
  if (code === 1) expectSafe(stderr);
  else expect(stderr).toMatch(SAFE);
  expect(stderr).toContain("\\u001b[2J");
});
