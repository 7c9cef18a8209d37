import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { dlqDiscard } from "../../../cli/commands/dlq/discard.ts";
import { dlqExport } from "../../../cli/commands/dlq/export.ts";
import { dlqList } from "../../../cli/commands/dlq/list.ts";
import { dlqReplay } from "../../../cli/commands/dlq/replay.ts";
import { status } from "../../../cli/commands/status.ts";
import type { CommandResult } from "../../../cli/program.ts";
import { deadLetters, useDeadLetterQueues } from "../../support/dead-letter-queues.ts";

const directory = mkdtempSync(join(tmpdir(), "in-flight-"));
afterAll(() => rmSync(directory, { recursive: true }));
const queues = useDeadLetterQueues();

/** As a command leaves them that was killed. */
beforeEach(async () => {
  await queues().put("employee-hired-dlq", deadLetters(3));
  await queues().receiveAll("employee-hired-dlq");
});

type Options = { readonly stage: string; readonly json: boolean };
const newFile = () => join(mkdtempSync(join(directory, "run-")), "file.jsonl");

test.each<[string, (options: Options) => Promise<CommandResult>]>([
  ["status", (options) => status(options)],
  ["list", (options) => dlqList(options)],
  ["a dry run of replay", (options) => dlqReplay(options)],
  ["replay", (options) => dlqReplay({ ...options, execute: true })],
  ["export", (options) => dlqExport(newFile(), options)],
  ["a dry run of discard", (options) => dlqDiscard({ ...options, reason: "r" })],
  ["discard", (options) => dlqDiscard({ ...options, reason: "r", execute: true, file: newFile() })],
])("%s counts dead letters that it cannot look at, as text and as JSON", async (_, run) => {
  const { text, complete } = await run({ stage: "local", json: false });
  expect(text).toContain("About 3 dead letters in flight and not looked at");
  expect(complete).toBe(true);
  expect((await run({ stage: "local", json: true })).text).toMatch(/"inFlight": ?3/);
});

test("nothing is said of them if there are none", async () => {
  expect((await dlqList({ stage: "local", queue: "role-changed" })).text).toBe("No dead letter matches.");
});
