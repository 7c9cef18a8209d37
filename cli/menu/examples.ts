import type { Command } from "commander";

const EXAMPLES = new WeakMap<Command, readonly string[]>();
const SHAPES = new WeakMap<Command, string>();

/**
 * Adds commands that can be pasted to the help of a command. The docs and a test, which runs each against what
 * `npm run dev` started, read the same ones.
 */
export const withExamples = (command: Command, examples: readonly string[]): Command => {
  EXAMPLES.set(command, examples);
  return command.addHelpText("after", ["", "Examples:", ...examples.map((each) => wrapped(`  $ ${each}`))].join("\n"));
};

/** What a help takes in a terminal that is no wider than usual. */
const WIDTH = 80;

/** A command in lines that a shell puts together again; it is parted before options, pipes and files. */
const wrapped = (command: string): string =>
  command
    .split(/ (?=--\w|\| )|(?<!--[\w-]+) (?=\w+\/)/)
    .reduce((text, part) => `${text}${hasRoom(text, part) ? " " : " \\\n      "}${part}`);

/** Also for what ends a line that goes on. */
const hasRoom = (text: string, part: string): boolean =>
  text.length - (text.lastIndexOf("\n") + 1) + 1 + part.length + 2 <= WIDTH;

export const examplesOf = (command: Command): readonly string[] => EXAMPLES.get(command) ?? [];

/**
 * Says what `--json` prints, as a type of TypeScript: `{ queue: string; waiting: number }[]`. A comment on a member
 * (`/** in seconds *\/`) is welcome. docs/cli.md shows it, and a test checks what the examples print against it.
 */
export const withJsonShape = (command: Command, type: string): Command => {
  SHAPES.set(command, type);
  return command;
};

export const jsonShapeOf = (command: Command): string | undefined => SHAPES.get(command);
