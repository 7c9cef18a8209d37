import { cpSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const PROJECT = join(import.meta.dirname, "../..");
const LEFT_OUT = new Set(["node_modules", ".git", ".build", "dist", "docs", "bench", "test"]);

/** Copies what is packaged and run, to break and to change, and returns the folder. */
export const copyProject = (): string => {
  const copy = mkdtempSync(join(tmpdir(), "project-"));
  cpSync(PROJECT, copy, { recursive: true, filter: (path) => path === PROJECT || !LEFT_OUT.has(basename(path)) });
  symlinkSync(join(PROJECT, "node_modules"), join(copy, "node_modules"));
  return copy;
};
