import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A line of code or a setting that something depends on, and the tests that must fail without it. */
export type Guard = {
  readonly name: string;
  readonly file: string;
  /** Stands once in the file, so that it is clear what is replaced. */
  readonly code: string;
  /** The code without the guard. */
  readonly without: string;
  readonly tests: string;
};

/** Guards in one file that the same tests notice: name, code, code without it. */
export const guardsIn = (
  file: string,
  tests: string,
  guards: readonly (readonly [name: string, code: string, without: string])[],
): readonly Guard[] => guards.map(([name, code, without]) => ({ name, file, code, without, tests }));

/** What is wrong with a guard itself in a folder with the project's files; undefined if nothing is. */
export const problemOf = (folder: string, { file, code, without, tests }: Guard): string | undefined => {
  const times = textOf(folder, file).split(code).length - 1;
  if (times !== 1) return `${file} has this ${times} times, expected once: ${code}`;
  if (code === without) return `${file} is the same without this: ${code}`;
  return textOf(folder, tests) === "" ? `${tests} does not exist` : undefined;
};

const textOf = (folder: string, file: string): string => {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch {
    return "";
  }
};
