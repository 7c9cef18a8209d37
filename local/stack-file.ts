import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Stack } from "./stack.ts";

/** Where other commands find the stack that `npm run dev` started; `seatkeeper --stage local` reads it, too. */
const STACK_FILE = join(import.meta.dirname, "..", ".build", "local-stack.json");

export const writeStackFile = (endpoints: Stack["endpoints"]): void => {
  mkdirSync(dirname(STACK_FILE), { recursive: true });
  writeFileSync(STACK_FILE, JSON.stringify(endpoints));
};

export const removeStackFile = (): void => rmSync(STACK_FILE, { force: true });

/** The endpoints of the stack that was started last; undefined where it was stopped. */
export const readStackFile = (): Stack["endpoints"] | undefined => {
  try {
    return JSON.parse(readFileSync(STACK_FILE, "utf8")) as Stack["endpoints"];
  } catch {
    return undefined;
  }
};
