import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readBodies } from "../../local/read-bodies.ts";

const directory = mkdtempSync(join(tmpdir(), "bodies-"));
afterAll(() => rmSync(directory, { recursive: true }));
const write = (content: string | Uint8Array): string => {
  const file = join(directory, "events.jsonl");
  writeFileSync(file, content);
  return file;
};

test("reads one body per line, including poison messages, and skips blank lines", () => {
  const file = write('{"a":1}\r\n\n  \nno JSON {\n');
  expect(readBodies([file])).toEqual([
    { file, line: 1, body: '{"a":1}' },
    { file, line: 4, body: "no JSON {" },
  ]);
});

test.each<[string, string | Uint8Array, RegExp]>([
  ["an empty file", "\n\n", /:1: there is no event in this file; put one JSON event on each line$/],
  ["a line that is too large for SQS", `{}\n"${"x".repeat(1024 * 1024)}"\n`, /:2: the line is larger than the 1 MiB/],
  ["a control character", '{}\n"\u0001"\n', /:2: the line holds a character that SQS refuses/],
  ["a file that is not text", new Uint8Array([0xff, 0xfe, 0x00]), /: the file is not UTF-8 text$/],
])("rejects %s, with file and line", (_, content, message) => {
  expect(() => readBodies([write(content)])).toThrow(message);
});

test("rejects a missing file, and a folder", () => {
  expect(() => readBodies([join(directory, "missing.jsonl")])).toThrow("missing.jsonl: there is no such file");
  expect(() => readBodies([directory])).toThrow("the file cannot be read (EISDIR)");
});
