import { randomUUID } from "node:crypto";
import { cpSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Puts a copy of a folder in the place of another, or where there was none. Nobody sees half of it: of two processes
 * that do so at a time, one wins and is whole.
 */
export const replaceFolder = (from: string, to: string): void => {
  const beside = (what: string) => join(dirname(to), `.${basename(to)}-${what}-${randomUUID()}`);
  const copy = beside("new");
  try {
    cpSync(from, copy, { recursive: true });
    for (let done = false; !done; ) done = moveInto(copy, to, beside);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};

/** Returns false if something was in the place. It is gone then, unless another process has put its own there. */
const moveInto = (copy: string, to: string, beside: (what: string) => string): boolean => {
  try {
    renameSync(copy, to);
    return true;
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(error))) throw error;
    removeOld(to, beside("old"));
    return false;
  }
};

const removeOld = (folder: string, aside: string): void => {
  try {
    renameSync(folder, aside);
    rmSync(aside, { recursive: true });
  } catch (error) {
    // Another process was faster.
    if (codeOf(error) !== "ENOENT") throw error;
  }
};

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);
