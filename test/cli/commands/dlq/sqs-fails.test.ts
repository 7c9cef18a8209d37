import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { dlqDiscard } from "../../../../cli/commands/dlq/discard.ts";
import { dlqExport } from "../../../../cli/commands/dlq/export.ts";
import { dlqList } from "../../../../cli/commands/dlq/list.ts";
import { dlqReplay } from "../../../../cli/commands/dlq/replay.ts";
import { deadLetterQueues, deadLetters } from "../../../support/dead-letter-queues.ts";
import { INTERNAL_ERROR, type Intercept } from "../../../support/sqs-proxy.ts";

const STAGE = { stage: "local", queue: "employee-hired" } as const;
const directory = mkdtempSync(join(tmpdir(), "sqs-fails-"));
let queues: Awaited<ReturnType<typeof deadLetterQueues>>;

afterEach(async () => {
  vi.unstubAllEnvs();
  await queues.close();
});
afterAll(() => rmSync(directory, { recursive: true }));

/** A queue with 35 dead letters in which an action succeeds `good` times, then fails with a 500. */
const failing = async (action: string, good: number, commit = false) => {
  let seen = 0;
  const intercept: Intercept = async (request, forward) => {
    if (request.action !== action || ++seen <= good) return forward();
    if (commit) await forward();
    return INTERNAL_ERROR;
  };
  queues = await deadLetterQueues(intercept);
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues.endpoint);
  await queues.put("employee-hired-dlq", deadLetters(35));
};
const visible = async () => (await queues.receiveAll("employee-hired-dlq")).length;

test("a list fails with a clear message, and releases its dead letters", async () => {
  await failing("ReceiveMessage", 2);
  await expect(dlqList(STAGE)).rejects.toThrow("AWS returned InternalFailure");
  expect(await visible()).toBe(10);
});

test("a replay that cannot receive any more reports what it did, and keeps the other dead letters", async () => {
  await failing("ReceiveMessage", 2);
  const { text, problem, complete } = await dlqReplay({ ...STAGE, execute: true });
  expect(text).toBe("seatkeeper-local-employee-hired: 20 dead letters replayed");
  expect(problem).toMatch(/AWS returned InternalFailure[\s\S]*not counted above was not touched/);
  expect(complete).toBe(false);
  expect(await queues.depth("employee-hired-dlq")).toBe(15);
});

test("names dead letters that SQS does not take, and leaves them", async () => {
  const refused = { status: 400, text: JSON.stringify({ __type: "com.amazonaws.sqs#InvalidMessageContents" }) };
  // The request with ten messages, then each of them alone.
  let left = 11;
  queues = await deadLetterQueues(async ({ action, body }, forward) => {
    const isReplay = action === "SendMessageBatch" && !String(body["QueueUrl"]).endsWith("-dlq");
    return isReplay && left-- > 0 ? refused : forward();
  });
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues.endpoint);
  await queues.put("employee-hired-dlq", deadLetters(12));
  const { text, complete } = await dlqReplay({ ...STAGE, execute: true });
  expect(text).toMatch(
    /: 2 dead letters replayed\n {2}10 were refused by SQS and are still in the dead-letter queue:\n/,
  );
  expect(text).toMatch(/\n {4}[-0-9a-f]{36} \(InvalidMessageContents\)/);
  expect(complete).toBe(false);
  expect(await visible()).toBe(10);
});

test("reports dead letters whose send got no response as perhaps sent", async () => {
  await failing("SendMessageBatch", 1, true);
  const { text } = await dlqReplay({ ...STAGE, execute: true });
  expect(text).toBe(
    [
      "seatkeeper-local-employee-hired: 10 dead letters replayed",
      "  10 are still in the dead-letter queue and may have been sent, too: replaying them again does no harm",
    ].join("\n"),
  );
  expect(await visible()).toBe(10);
});

test("reports dead letters that were sent but not deleted", async () => {
  await failing("DeleteMessageBatch", 1);
  const { text } = await dlqReplay({ ...STAGE, execute: true });
  expect(text).toContain("20 dead letters replayed");
  expect(text).toContain("10 were sent but not deleted: they are still in the dead-letter queue");
  expect(await queues.depth("employee-hired")).toBe(20);
  expect(await queues.depth("employee-hired-dlq")).toBe(25);
});

test("reports the same with --json", async () => {
  await failing("DeleteMessageBatch", 1);
  const { text } = await dlqReplay({ ...STAGE, execute: true, json: true });
  expect(JSON.parse(text)).toMatchObject({
    failure: expect.stringContaining("AWS returned InternalFailure"),
    queues: { "seatkeeper-local-employee-hired": { seen: 20, selected: 20, sent: 20, notSent: [], notDeleted: 10 } },
  });
});

test("an export that fails leaves no file", async () => {
  await failing("ReceiveMessage", 2);
  const file = join(mkdtempSync(join(directory, "run-")), "export.jsonl");
  await expect(dlqExport(file, STAGE)).rejects.toThrow("AWS returned InternalFailure");
  expect(existsSync(file)).toBe(false);
});

test("a discard that fails keeps in its file everything that may be deleted", async () => {
  await failing("DeleteMessageBatch", 1, true);
  const file = join(mkdtempSync(join(directory, "run-")), "discard.jsonl");
  const { text, complete } = await dlqDiscard({ ...STAGE, reason: "test", execute: true, file });
  expect(text).toBe(`10 of 20 dead letters discarded; each is kept in ${file}`);
  expect(complete).toBe(false);
  expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(20);
});

test("replays a thousand dead letters with at most 0.35 requests each", async () => {
  queues = await deadLetterQueues();
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues.endpoint);
  await queues.put("employee-hired-dlq", deadLetters(1000));
  expect(await dlqReplay({ ...STAGE, execute: true })).toMatchObject({ complete: true });
  expect(await queues.depth("employee-hired")).toBe(1000);
  expect(queues.requests.length / 1000).toBeLessThanOrEqual(0.35);
});
