import { closeSync, fsyncSync, openSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { CommandFailed } from "./errors.ts";
import { jsonLine } from "./print.ts";
import { visible } from "./visible.ts";

/**
 * A new file, which only its owner may read. `append` writes a line of JSON Lines; `sync` returns once all is on disk;
 * `discard` leaves no file.
 */
export type NewFile = {
  write(text: string): void;
  append(document: object): void;
  sync(): void;
  close(): void;
  discard(): void;
};

/** @throws CommandFailed if the file exists or cannot be written, also later */
export const createNewFile = (path: string): NewFile => {
  const descriptor = attempt(path, () => openSync(path, "wx", 0o600));
  // Not `writeSync`, which may write a part on a disk that is nearly full.
  const write = (text: string): void => attempt(path, () => writeFileSync(descriptor, text));
  return {
    write,
    append: (document) => write(`${jsonLine(document)}\n`),
    sync: () =>
      attempt(path, () => {
        fsyncSync(descriptor);
        syncFolder(dirname(path));
      }),
    close: () => closeSync(descriptor),
    discard: () => {
      closeSync(descriptor);
      unlinkSync(path);
    },
  };
};

/** A new file's name is not on disk before its folder is. */
const syncFolder = (path: string): void => {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

const attempt = <T>(path: string, act: () => T): T => {
  try {
    return act();
  } catch (error) {
    const { code } = error as { code?: string };
    const name = visible(path);
    if (code === "EEXIST") throw new CommandFailed(`${name} already exists: choose another name`);
    throw new CommandFailed(`${name} cannot be written (${code}): choose a folder that exists and is writable`);
  }
};
