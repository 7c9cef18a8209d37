import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from "node:fs";
import { CommandFailed } from "./usage-error.ts";

/** A new file of JSON Lines. */
export type DeadLetterFile = { append(line: string): void; sync(): void; close(): void; discard(): void };

/** @throws CommandFailed where the file is there already, or cannot be written: before any letter is touched */
export const createDeadLetterFile = (path: string): DeadLetterFile => {
  const descriptor = open(path);
  return {
    append: (line) => void writeSync(descriptor, `${line}\n`),
    sync: () => fsyncSync(descriptor),
    close: () => closeSync(descriptor),
    discard: () => {
      closeSync(descriptor);
      unlinkSync(path);
    },
  };
};

const open = (path: string): number => {
  try {
    return openSync(path, "wx", 0o600);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "EEXIST") throw new CommandFailed(`${path} is there already: choose another name`);
    throw new CommandFailed(`${path} cannot be written (${code}): choose a folder that is there and writable`);
  }
};
