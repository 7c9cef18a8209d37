import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { dlqDiscard } from "../../cli/commands/dlq/discard.ts";
import { dlqExport } from "../../cli/commands/dlq/export.ts";
import { createNewFile } from "../../cli/new-file.ts";
import { deadLetters, useDeadLetterQueues } from "../support/dead-letter-queues.ts";

/** Calls of the file system and of SQS, in order. */
const calls = vi.hoisted(() => [] as string[]);
const failing = vi.hoisted(() => ({ write: false }));

vi.mock("node:fs", async (original) => {
  const actual = await original<typeof fs>();
  const isFile = (descriptor: number) => actual.fstatSync(descriptor).isFile();
  return {
    ...actual,
    writeFileSync: (descriptor: number, text: string) => {
      if (failing.write) throw Object.assign(new Error("disk full"), { code: "ENOSPC" });
      calls.push("write");
      actual.writeFileSync(descriptor, text);
    },
    fsyncSync: (descriptor: number) => {
      calls.push(isFile(descriptor) ? "sync file" : "sync folder");
      actual.fsyncSync(descriptor);
    },
  };
});

const STAGE = { stage: "local", queue: "employee-hired" } as const;
const directory = fs.mkdtempSync(join(tmpdir(), "files-"));
const queues = useDeadLetterQueues();
let file: string;
beforeEach(() => {
  file = join(fs.mkdtempSync(join(directory, "run-")), "file.jsonl");
  failing.write = false;
  calls.length = 0;
});
afterAll(() => fs.rmSync(directory, { recursive: true }));

const discard = (path: string) => dlqDiscard({ ...STAGE, reason: "test", execute: true, file: path });
const modeOf = (path: string) => (fs.statSync(path).mode & 0o777).toString(8);

test("only the owner may read an export or what was discarded", async () => {
  await queues().put("employee-hired-dlq", deadLetters(1));
  await dlqExport(file, STAGE);
  expect(modeOf(file)).toBe("600");
  await discard(`${file}.discarded`);
  expect(modeOf(`${file}.discarded`)).toBe("600");
});

test("a file that exists is not overwritten, and nothing is discarded", async () => {
  await queues().put("employee-hired-dlq", deadLetters(1));
  fs.appendFileSync(file, "mine");
  await expect(discard(file)).rejects.toThrow("already exists: choose another name");
  await expect(dlqExport(file, STAGE)).rejects.toThrow("already exists: choose another name");
  expect(fs.readFileSync(file, "utf8")).toBe("mine");
  expect(await queues().depth("employee-hired-dlq")).toBe(1);
});

test("a dead letter is on disk, and the file's name too, before SQS is asked to delete it", async () => {
  await queues().put("employee-hired-dlq", deadLetters(12));
  const push = (action: string) => void (action === "DeleteMessageBatch" && calls.push("delete"));
  const { requests } = queues();
  requests.push = new Proxy(requests.push, {
    apply: (target, list, [request]) => {
      push(request.action);
      return Reflect.apply(target, list, [request]);
    },
  });
  await discard(file);
  const steps = calls.filter((call, index) => call !== calls[index - 1]);
  expect(steps).toEqual(["write", "sync file", "sync folder", "delete", "write", "sync file", "sync folder", "delete"]);
});

test("if the disk is full, nothing is deleted, and it is one clear line", async () => {
  await queues().put("employee-hired-dlq", deadLetters(3));
  failing.write = true;
  expect(await discard(file)).toMatchObject({
    complete: false,
    problem: `${file} cannot be written (ENOSPC): choose a folder that exists and is writable`,
  });
  expect(await queues().depth("employee-hired-dlq")).toBe(3);
  await expect(dlqExport(file, STAGE)).rejects.toThrow("cannot be written (ENOSPC)");
  expect(fs.existsSync(file)).toBe(false);
});

test("lines end with a line feed and hold no hidden characters", () => {
  const lines = createNewFile(file);
  lines.append({ title: "a\u009b\n" });
  lines.append({ title: "b" });
  lines.close();
  expect(fs.readFileSync(file, "utf8")).toBe('{"title":"a\\u009b\\n"}\n{"title":"b"}\n');
});
