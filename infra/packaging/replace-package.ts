import { randomUUID } from "node:crypto";
import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** The framework writes it into each package, and reads it to deploy one. */
const STATE = "serverless-state.json";

/** Something other than a package is in the place of a package. */
export class NotAPackage extends Error {}

/**
 * Puts a copy of a package in the place of an older one, or where there was nothing. Nobody sees half of it: of two
 * processes that do so at a time, one wins and is whole. @throws NotAPackage, because `--package ~` must not empty HOME
 */
export const replacePackage = (from: string, to: string): void => {
  requireReplaceable(to);
  const beside = (what: string) => join(dirname(to), `.${basename(to)}-${what}-${randomUUID()}`);
  const copy = beside("new");
  try {
    cpSync(from, copy, { recursive: true });
    for (let done = false; !done; ) done = moveInto(copy, to, beside);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};

const requireReplaceable = (folder: string): void => {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory() && (readdirSync(folder).length === 0 || existsSync(join(folder, STATE)))) return;
  throw new NotAPackage(`${folder} holds something other than a package: choose a new or an empty folder`);
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
