import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll } from "vitest";

const PROJECT = join(import.meta.dirname, "../..");
const LEFT_OUT = new Set(["node_modules", ".git", ".build", "docs", "bench", "test"]);

/** A copy of what is packaged and run, to break and to change. */
export const useProjectCopy = (): (() => string) => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "project-"));
    cpSync(PROJECT, copy, { recursive: true, filter: (path) => path === PROJECT || !LEFT_OUT.has(basename(path)) });
    symlinkSync(join(PROJECT, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(() => rmSync(copy, { recursive: true }));
  return () => copy;
};
