import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { dlqDiscard } from "../../../../cli/commands/dlq/discard.ts";
import { dlqList } from "../../../../cli/commands/dlq/list.ts";
import { deadLetter, useDeadLetterQueues } from "../../../support/dead-letter-queues.ts";

const STAGE = { stage: "local" };
const directory = mkdtempSync(join(tmpdir(), "dlq-"));
afterAll(() => rmSync(directory, { recursive: true }));
const queues = useDeadLetterQueues();

const visible = async (queue: string) => (await queues().receiveAll(queue)).length;
const list = async (options: object = {}) => JSON.parse((await dlqList({ ...STAGE, json: true, ...options })).text);

test("is a dry run", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1")]);
  expect((await dlqDiscard({ ...STAGE, reason: "test" })).text).toContain("Nothing was discarded");
  expect(await visible("employee-hired-dlq")).toBe(1);
});

test("writes each complete dead letter, with the reason, before it deletes it", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1"), deadLetter("E2", { code: "InvalidEvent" })]);
  const file = join(directory, "discarded.jsonl");
  const options = { ...STAGE, reason: "sent twice", execute: true, file, code: ["InvalidEvent"] } as const;
  expect(await dlqDiscard(options)).toEqual({
    text: `1 of 1 dead letter discarded; each is kept in ${file}`,
    complete: true,
  });
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    reason: "sent twice",
    employeeId: "E2",
    body: deadLetter("E2").body,
  });
  expect((await list()).deadLetters).toMatchObject([{ employeeId: "E1" }]);
});

test("asks for the stage's name on prod, and requires --yes without a terminal", async () => {
  const discard = dlqDiscard({ stage: "prod", reason: "r", execute: true });
  await expect(discard).rejects.toThrow("give --yes if nobody can be asked");
});

test("writes no file if nothing matches", async () => {
  const file = join(directory, "none.jsonl");
  expect((await dlqDiscard({ ...STAGE, reason: "r", execute: true, file })).text).toBe("No dead letter matches.");
  expect(existsSync(file)).toBe(false);
});
