import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceFolder } from "../../../infra/packaging/replace-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "replace-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const folderWith = (name: string, ...files: string[]): string => {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const file of files) writeFileSync(join(folder, file), name);
  return folder;
};

test("puts a folder where there was none, also some levels down", () => {
  const target = join(root, "a/b");
  replaceFolder(folderWith("new", "zip"), target);
  expect(readFileSync(join(target, "zip"), "utf8")).toBe("new");
});

test("leaves nothing of what was there, and nothing beside it", () => {
  const target = folderWith("old", "zip", "of another stage");
  replaceFolder(folderWith("new", "zip"), target);
  expect(readdirSync(target)).toEqual(["zip"]);
  expect(readFileSync(join(target, "zip"), "utf8")).toBe("new");
  expect(readdirSync(root)).toEqual(["new", "old"]);
});
