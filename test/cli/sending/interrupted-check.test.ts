import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { send } from "../../../cli/commands/send.ts";
import { findInvalid } from "../../../cli/sending/find-invalid.ts";
import { hireBody } from "../../support/event-bodies.ts";

const directory = mkdtempSync(join(tmpdir(), "interrupted-check-"));
const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
let looked = 0;

/** Once for the file, as in a process: Ctrl-C comes after the second of four events. */
beforeAll(async () => {
  const read = async function* () {
    for (const [index, body] of ["{}", "no JSON", "{}", "{}"].entries()) {
      looked += 1;
      yield { file: "f", line: index + 1, body };
      if (index === 1) process.emit("SIGINT");
    }
  };
  await findInvalid({ count: 4, read }, new Date());
});
afterAll(() => {
  written.mockRestore();
  rmSync(directory, { recursive: true });
});

test("Ctrl-C ends the check of a file", () => {
  // The third was read before anybody asked.
  expect(looked).toBe(3);
  expect(written).toHaveBeenCalledWith(expect.stringContaining("Stopping"));
});

test("then nothing was sent, and no stage was asked", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1");
  const file = join(directory, "events.jsonl");
  writeFileSync(file, JSON.stringify(hireBody()));
  const sending = send([file], { stage: "local", json: true });
  await expect(sending).resolves.toMatchObject({ complete: false, problem: "Interrupted: nothing was sent." });
  const { text } = await sending;
  expect(JSON.parse(text)).toMatchObject({ total: 1, sent: 0, notSent: 1, interrupted: true });
});
