import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from "node:fs";
import { CommandFailed } from "./errors.ts";

/** A new file of JSON Lines. */
export type DeadLetterFile = { append(document: object): void; sync(): void; close(): void; discard(): void };

/** @throws CommandFailed if the file exists or cannot be written */
export const createDeadLetterFile = (path: string): DeadLetterFile => {
  const descriptor = open(path);
  return {
    append: (document) => void writeSync(descriptor, `${JSON.stringify(document)}\n`),
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
    if (code === "EEXIST") throw new CommandFailed(`${path} already exists: choose another name`);
    throw new CommandFailed(`${path} cannot be written (${code}): choose a folder that exists and is writable`);
  }
};
