import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { dlqExport } from "../../../../cli/commands/dlq/export.ts";
import { deadLetter, useDeadLetterQueues } from "../../../support/dead-letter-queues.ts";

const STAGE = { stage: "local" };
const PERSONAL = /ana@example\.com|Ana Diaz/;
const directory = mkdtempSync(join(tmpdir(), "dlq-"));
afterAll(() => rmSync(directory, { recursive: true }));
const queues = useDeadLetterQueues();

const visible = async (queue: string) => (await queues().receiveAll(queue)).length;

test("writes masked lines to a new file, and keeps the dead letters", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1"), deadLetter("E2")]);
  const file = join(directory, "masked.jsonl");
  expect(await dlqExport(file, STAGE)).toEqual({ text: `2 dead letters written to ${file}`, complete: true });
  const text = readFileSync(file, "utf8");
  expect(
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).employeeId)
      .sort(),
  ).toEqual(["E1", "E2"]);
  expect(text).not.toMatch(PERSONAL);
  expect(await visible("employee-hired-dlq")).toBe(2);
});

test("masks the attributes, too, and --reveal writes them", async () => {
  await queues().put("employee-hired-dlq", [{ ...deadLetter("E1"), attributes: { sender: "Ana Diaz" } }]);
  const [masked, revealed] = [join(directory, "attributes.jsonl"), join(directory, "revealed-attributes.jsonl")];
  await dlqExport(masked, STAGE);
  await dlqExport(revealed, { ...STAGE, reveal: true });
  const sender = (file: string) => JSON.parse(readFileSync(file, "utf8")).attributes.sender;
  expect([sender(masked).value, sender(revealed).value]).toEqual(["***", "Ana Diaz"]);
});

test("--reveal writes the bodies unmasked", async () => {
  await queues().put("employee-hired-dlq", [deadLetter("E1")]);
  const file = join(directory, "revealed.jsonl");
  await dlqExport(file, { ...STAGE, reveal: true });
  expect(JSON.parse(readFileSync(file, "utf8")).body).toBe(deadLetter("E1").body);
});

test("rejects a file that exists, and a folder that does not", async () => {
  const file = join(directory, "taken.jsonl");
  writeFileSync(file, "mine");
  await expect(dlqExport(file, STAGE)).rejects.toThrow("already exists: choose another name");
  expect(readFileSync(file, "utf8")).toBe("mine");
  await expect(dlqExport(join(directory, "no", "x.jsonl"), STAGE)).rejects.toThrow("cannot be written (ENOENT)");
});
