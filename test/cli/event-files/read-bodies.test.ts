import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { openBodies, type SourceLine } from "../../../cli/event-files/read-bodies.ts";

const directory = mkdtempSync(join(tmpdir(), "bodies-"));
afterAll(() => rmSync(directory, { recursive: true }));
const write = (content: string | Uint8Array, name = "events.jsonl"): string => {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
};
const bodiesIn = async (...files: readonly string[]): Promise<readonly SourceLine[]> => {
  const bodies = await openBodies(files);
  const found: SourceLine[] = [];
  for await (const body of bodies.read()) found.push(body);
  expect(bodies.count).toBe(found.length);
  return found;
};
const linesAndBodies = async (content: string) =>
  (await bodiesIn(write(content))).map(({ line, body }) => [line, body] as const);

test("reads one body per line, including poison messages, and skips blank lines", async () => {
  const file = write('{"a":1}\r\n\n  \nno JSON {\n');
  expect(await bodiesIn(file)).toEqual([
    { file, line: 1, body: '{"a":1}' },
    { file, line: 4, body: "no JSON {" },
  ]);
});

test.each<[string, string, readonly (readonly [number, string])[]]>([
  ["one event over several lines", '\n{\n  "a": 1\n}\n', [[2, '{\n  "a": 1\n}']]],
  [
    "an array of events",
    '[\n  {"a": "],"},\n  {\n    "b": [1, {"c": "\\\\"}]\n  }\n]',
    [
      [2, '{"a": "],"}'],
      [3, '{\n    "b": [1, {"c": "\\\\"}]\n  }'],
    ],
  ],
  [
    "an array in one line",
    '[{"a":1},{"b":2}]',
    [
      [1, '{"a":1}'],
      [1, '{"b":2}'],
    ],
  ],
  [
    "an array with what is no event",
    '["x", 1e-140]',
    [
      [1, '"x"'],
      [1, "1e-140"],
    ],
  ],
  [
    "a byte order mark",
    '\uFEFF{"a":1}\n{"b":2}',
    [
      [1, '{"a":1}'],
      [2, '{"b":2}'],
    ],
  ],
  ["a byte order mark before an array", '\uFEFF[{"a":1}]', [[1, '{"a":1}']]],
  [
    "lines that begin with a bad event",
    '{"a":\n{"b":2}\n',
    [
      [1, '{"a":'],
      [2, '{"b":2}'],
    ],
  ],
  [
    "separators of Unicode inside a line",
    '{"a":"\u2028\u0085"}\n{}',
    [
      [1, '{"a":"\u2028\u0085"}'],
      [2, "{}"],
    ],
  ],
  [
    "lines that are each an array of events",
    '[{"a":1}, {"b":[2]}]\n\n[]\n[{"c":3}]\n{"d":4}\n[5,\n',
    [
      [1, '{"a":1}'],
      [1, '{"b":[2]}'],
      [4, '{"c":3}'],
      [5, '{"d":4}'],
      [6, "[5,"],
    ],
  ],
  ["characters beyond U+FFFF", '{"a":"🎉"}', [[1, '{"a":"🎉"}']]],
])("reads %s", async (_, content, expected) => {
  expect(await linesAndBodies(content)).toEqual(expected);
});

test.each<[string, string, readonly (readonly [number, number | undefined])[]]>([
  ["a line", '{"a":1}\n', [[1, undefined]]],
  [
    "an array in one line",
    ' [{"a":1}, {"b":2}]',
    [
      [1, 3],
      [1, 12],
    ],
  ],
  [
    "an array over several lines",
    '[\n  {"a":1}, {"b":2},\n{"c":3}]',
    [
      [2, 3],
      [2, 12],
      [3, undefined],
    ],
  ],
  ["a document", '\n  {\n"a":1}', [[2, 3]]],
])("tells in which column an event of %s begins", async (_, content, expected) => {
  expect((await bodiesIn(write(content))).map(({ line, column }) => [line, column])).toEqual(expected);
});

test.each<[string, Uint8Array, string]>([
  [
    "UTF-16 with a byte order mark",
    Buffer.from('\uFEFF{"a":1}\n', "utf16le"),
    "the file is UTF-16, expected UTF-8; convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW_FILE",
  ],
  ["UTF-16 without one", Buffer.from('{"a":1}\n', "utf16le"), "iconv -f UTF-16LE -t"],
  ["UTF-16 with the other end first", Buffer.from('{"a":1}\n', "utf16le").swap16(), "iconv -f UTF-16BE -t"],
  ["a packed file", gzipSync("{}"), "the file is compressed (gzip); decompress it first"],
  [
    "a binary file",
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 3]),
    "the file is binary, expected text in UTF-8",
  ],
])("rejects %s, and says what to do", async (_, content, message) => {
  const file = write(content);
  await expect(openBodies([file])).rejects.toThrow(`${file}:1: `);
  await expect(openBodies([file])).rejects.toThrow(message);
});

test("reads lines that do not end where a chunk of the file does", async () => {
  const lines = Array.from({ length: 3000 }, (_, index) => JSON.stringify({ index, text: "ü🎉".repeat(index % 97) }));
  expect((await linesAndBodies(lines.join("\n"))).map(([, body]) => body)).toEqual(lines);
});

test.each<[string, string | Uint8Array, RegExp]>([
  ["an empty file", "\n\n", /:1: there is no event in this file; put one JSON event on each line, or an array$/],
  ["an empty array", "[]", /:1: there is no event in this file/],
  ["a line that is too large for SQS", `{}\n"${"x".repeat(1024 * 1024)}"\n`, /:2: the event is larger than the 1 MiB/],
  ["a control character", '{}\n"\u0001"\n', /:2: the event holds a character that SQS refuses/],
  ["U+FFFF", '{}\n"\uFFFF"\n', /:2: the event holds a character that SQS refuses/],
  [
    "a line that is not UTF-8 text",
    new Uint8Array([0x7b, 0x7d, 0x0a, 0xff, 0xfe]),
    /:2: the line is not UTF-8 text; if it is in a Windows encoding, convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW_FILE$/,
  ],
  ["a document that ends in the middle", '[\n  {"a": 1},\n', /:2:12: the JSON ends in the middle; expected one event/],
  [
    "a document with a mistake",
    '{\n  "a": 1\n  "b": 2\n}',
    /:3:3: this is not JSON: expected ',' or '}' after property value; expected one event/,
  ],
  ["two documents, one after the other", '{\n"a": 1\n}\n{\n"b": 2\n}', /:4:1: this is not JSON; expected one event/],
  ["a comma after the last element", '[\n  {"a": 1},\n\n]\n', /:4:1: this is not JSON; expected one event/],
  ["a word that JSON does not know", '{\n  "a": None,\n  "b": 2\n}', /:2:8: this is not JSON; expected one event/],
  ["a document cut in a name", '{\n  "a": 1,\n  "b', /:3:5: the JSON ends in the middle; expected one event/],
])("rejects %s, with file and line", async (_, content, message) => {
  await expect(openBodies([write(content)])).rejects.toThrow(message);
});

test("rejects a missing file, and a folder", async () => {
  await expect(openBodies([join(directory, "missing.jsonl")])).rejects.toThrow("missing.jsonl: there is no such file");
  await expect(openBodies([directory])).rejects.toThrow(": this is a folder; name the files in it");
});

test("reads a pipe as often as a file", async () => {
  const script = `
    import { openBodies } from ${JSON.stringify(join(import.meta.dirname, "../../../cli/event-files/read-bodies.ts"))};
    const bodies = await openBodies(["-"]);
    for (const _ of [1, 2]) for await (const { file, line, body } of bodies.read()) console.log(file, line, body);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  child.stdin.end('{"a":1}\n{"b":2}\n');
  const [printed] = await Promise.all([text(child.stdout), once(child, "close")]);
  expect(printed).toBe('stdin 1 {"a":1}\nstdin 2 {"b":2}\n'.repeat(2));
});
