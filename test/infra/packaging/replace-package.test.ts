import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NotAPackage, replacePackage } from "../../../infra/packaging/replace-package.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "replace-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const STATE = "serverless-state.json";

const folderWith = (name: string, ...files: string[]): string => {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const file of files) writeFileSync(join(folder, file), name);
  return folder;
};

test("puts a package where there was nothing, also some levels down", () => {
  const target = join(root, "a/b");
  replacePackage(folderWith("new", "zip"), target);
  expect(readFileSync(join(target, "zip"), "utf8")).toBe("new");
});

test("puts a package into an empty folder", () => {
  const target = folderWith("empty");
  replacePackage(folderWith("new", "zip"), target);
  expect(readdirSync(target)).toEqual(["zip"]);
});

test("leaves nothing of an older package, and nothing beside it", () => {
  const target = folderWith("old", STATE, "zip", "of another stage");
  replacePackage(folderWith("new", STATE, "zip"), target);
  expect(readdirSync(target)).toEqual([STATE, "zip"]);
  expect(readFileSync(join(target, "zip"), "utf8")).toBe("new");
  expect(readdirSync(root)).toEqual(["new", "old"]);
});

test("deletes nothing that is not a package", () => {
  const home = folderWith("home", "letters");
  const file = join(home, "letters");
  for (const target of [home, file])
    expect(() => replacePackage(folderWith(`new-${target.length}`, STATE), target)).toThrow(NotAPackage);
  expect(readFileSync(file, "utf8")).toBe("home");
  expect(readdirSync(home)).toEqual(["letters"]);
});
