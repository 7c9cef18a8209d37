import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTextFile } from "../../config/text-file.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "text-file-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (name: string) =>
  readTextFile(join(folder, name), { fileName: "f.yml", failWith: (message) => new RangeError(message) });
const readBytes = (bytes: Uint8Array | string) => {
  writeFileSync(join(folder, "f"), bytes);
  return read("f");
};

test.each(["", "a", "\ufeffä: 1\n", "a \ufffd z", "\u{1f600}"])("reads %j", (text) => {
  expect(readBytes(text)).toBe(text);
});

test("a file that is missing, or in a file, is named", () => {
  expect(() => read("none")).toThrow(new RangeError("f.yml: the file is missing"));
  readBytes("");
  expect(() => read("f/none")).toThrow(new RangeError("f.yml: the file is missing"));
});

test("a folder is no file", () => {
  expect(() => read(".")).toThrow(new RangeError("f.yml: this is a folder: expected a file"));
});

test("a file that cannot be read says why", () => {
  symlinkSync("circle", join(folder, "circle"));
  expect(() => read("circle")).toThrow(new RangeError("f.yml: the file cannot be read (ELOOP)"));
});

test.each([
  ["UTF-16 with a mark", Buffer.from("\ufeffrules: []", "utf16le"), "1:1: the file is UTF-16: save it as UTF-8"],
  ["UTF-16 without one", Buffer.from("rules: []", "utf16le"), "1:1: the file is UTF-16: save it as UTF-8"],
  ["UTF-16, the other way", Buffer.from("rules: []", "utf16le").swap16(), "1:1: the file is UTF-16: save it as UTF-8"],
  ["a picture", Buffer.from("89504e470d0a1a0a0000000d", "hex"), "3:1: the file is binary: expected a text"],
  ["Latin-1", Buffer.from("a: 1\nb: é\n", "latin1"), "2:4: the file is not UTF-8: save it as UTF-8"],
  ["half a character", Buffer.from("ab\u{1f600}").subarray(0, 4), "1:3: the file is not UTF-8: save it as UTF-8"],
])("refuses %s", (_, bytes, problem) => {
  expect(() => readBytes(bytes)).toThrow(new RangeError(`f.yml:${problem}`));
});
