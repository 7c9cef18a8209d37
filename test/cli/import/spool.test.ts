import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { createSpool } from "../../../cli/import/spool.ts";

afterEach(() => void vi.unstubAllEnvs());

test("events are read in their order, as often as one likes, and no file of them has a name", async () => {
  const folder = mkdtempSync(join(tmpdir(), "spool-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  vi.stubEnv("TMPDIR", folder);
  const spool = createSpool("roster.csv");
  onTestFinished(spool.discard);
  const lines = Array.from({ length: 20_000 }, (_, index) => index + 2);
  for (const line of lines) spool.add(line, { says: `é${line}` });
  for (let times = 0; times < 2; times += 1) {
    const read: unknown[] = [];
    for await (const each of spool.read()) read.push(each);
    expect(read).toEqual(
      lines.map((line) => ({ file: "roster.csv", line, body: JSON.stringify({ says: `é${line}` }) })),
    );
  }
  expect(readdirSync(folder)).toEqual([]);
});

test("events that find no room are told with the folder, and what to set", () => {
  vi.stubEnv("TMPDIR", "/nowhere");
  expect(() => createSpool("roster.csv")).toThrow(
    "The events cannot be kept in /nowhere (ENOENT): set TMPDIR to a folder that exists, is writable and has room. Nothing was sent",
  );
});

test("a reading that is left in the middle, as by Ctrl-C, leaves the file as it is", async () => {
  const spool = createSpool("roster.csv");
  onTestFinished(spool.discard);
  for (const line of [2, 3]) spool.add(line, {});
  for await (const { line } of spool.read()) {
    expect(line).toBe(2);
    break;
  }
  // Long enough for a stream of Node's to close the descriptor.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const lines: number[] = [];
  for await (const { line } of spool.read()) lines.push(line);
  expect(lines).toEqual([2, 3]);
});
