import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { Command, CommanderError } from "commander";
import { NotConfirmed } from "../config/confirm-stage.ts";
import { CommandFailed, UsageError } from "./errors.ts";
import { RELEASE } from "./project.ts";
import { styled } from "./style.ts";
import { widthOf } from "./terminal-width.ts";
import { visibleText } from "./visible.ts";

/** What a command prints on stdout, and whether it did all that was asked; `problem` goes to stderr. */
export type CommandResult = { readonly text: string; readonly complete: boolean; readonly problem?: string };

/** The result of a command that Ctrl-C may have ended before everything was done. */
export const orInterrupted = (text: string, interrupted: boolean, problem: string): CommandResult =>
  interrupted ? { text, complete: false, problem: `Interrupted: ${problem}` } : { text, complete: true };

/** What `seatkeeper`, `npm start`, `npm run dev` and `npm run send` have in common. @see runProgram */
export const createProgram = (name: string): Command =>
  new Command(name)
    .version(releaseVersion())
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(errorText(text.replace(/^error: /, ""))),
      getOutHelpWidth: () => helpWidth(process.stdout),
      getErrHelpWidth: () => helpWidth(process.stderr),
    })
    .configureHelp({ styleTitle: (title) => styled("heading", title) })
    .showHelpAfterError("(--help shows the usage)");

const releaseVersion = (): string => JSON.parse(readFileSync(join(RELEASE, "package.json"), "utf8")).version;

/** Also of a help that goes to a file: somebody will read it. */
const helpWidth = (stream: NodeJS.WriteStream): number => Math.min(widthOf(stream), stream.columns || 80);

/** Writes a line to stdout; what a terminal would act on is shown instead. Not `console.log`: it swallows errors. */
export const print = (text: string): void => void process.stdout.write(`${visibleText(text)}\n`);

/** The same to stderr. */
export const printError = (text: string): void => void process.stderr.write(`${visibleText(text)}\n`);

/** Writes to stderr what went wrong, in the style of all errors: `error: …`. */
export const reportError = (text: string): void => void process.stderr.write(`${errorText(text)}\n`);

const errorText = (text: string): string => `${styled("wrong", "error:", process.stderr)} ${visibleText(text)}`;

/** Prints a result, and sets the exit code: 0 if it is complete, else 1. */
export const printResult = ({ text, complete, problem }: CommandResult): void => {
  process.exitCode = complete ? 0 : 1;
  if (problem !== undefined) reportError(problem);
  if (text !== "") print(text);
};

/** Runs what was typed. Sets the exit code: 0 done, 1 something failed, 2 wrong use. */
export const runProgram = async (program: Command): Promise<void> => {
  process.stdout.on("error", stopPrinting);
  // Nobody is left to be told.
  process.stderr.on("error", () => {});
  try {
    requireOptionsLast(program);
    await program.parseAsync(asCommand(program, process.argv.slice(2)), { from: "user" });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
};

/**
 * Commander names a missing option before an unknown one: of `status --stge dev` it would say that there is no `--stage`.
 */
const requireOptionsLast = (command: Command): void => {
  for (const option of command.options.filter(({ mandatory }) => mandatory)) {
    option.mandatory = false;
    command.hook("preAction", () => {
      if (command.getOptionValue(option.attributeName()) === undefined)
        command.error(`error: required option '${option.flags}' not specified`);
    });
  }
  command.commands.forEach(requireOptionsLast);
};

/**
 * What commander is to make of what was typed. `help dlq list` is `dlq list --help`: its own goes one noun deep. For a
 * misspelled command, too, its help would be that of the noun.
 */
const asCommand = (program: Command, typed: readonly string[]): readonly string[] => {
  const [first, ...rest] = typed;
  const words = first === "help" && program.commands.length > 0 ? [...rest, "--help"] : typed;
  if (isGroup(program, words)) return [...words, "--help"];
  return isMisspelled(program, words) ? words.filter((word) => word !== "--help" && word !== "-h") : words;
};

const isMisspelled = ({ commands }: Command, [name, ...rest]: readonly string[]): boolean => {
  if (commands.length === 0 || name === undefined || name.startsWith("-") || name === "help") return false;
  const command = commands.find((each) => each.name() === name);
  return command === undefined || isMisspelled(command, rest);
};

/** `seatkeeper` or `seatkeeper dlq` alone: as with `gh`, the answer is the help, and nothing is wrong. */
const isGroup = ({ commands }: Command, [name, ...rest]: readonly string[]): boolean => {
  if (name === undefined) return commands.length > 0;
  const command = commands.find((each) => each.name() === name);
  return command !== undefined && isGroup(command, rest);
};

const stopPrinting = ({ code }: { readonly code?: string }): never => {
  // `seatkeeper … | head -1` closes the pipe early: that is no error.
  if (code === "EPIPE") process.exit();
  reportError(`The output cannot be written (${code}); what the command changed stays changed`);
  process.exit(1);
};

const exitCodeOf = (error: unknown): number => {
  // Commander has printed what is wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  reportError(error instanceof Error && isExpected(error) ? error.message : `${BUG}\n${inspect(error)}`);
  return error instanceof UsageError ? 2 : 1;
};

const BUG = "This is a bug in Seatkeeper: please report it with what follows";

const isExpected = (error: Error): boolean =>
  error instanceof UsageError || error instanceof CommandFailed || error instanceof NotConfirmed;
