import { inspect } from "node:util";
import { Command, CommanderError } from "commander";
import { NotConfirmed } from "../config/confirm-stage.ts";
import { CommandFailed, UsageError } from "./errors.ts";
import { visibleText } from "./visible.ts";

/** What a command prints on stdout, and whether it did all that was asked; `problem` goes to stderr. */
export type CommandResult = { readonly text: string; readonly complete: boolean; readonly problem?: string };

/** The result of a command that Ctrl-C may have ended before everything was done. */
export const orInterrupted = (text: string, interrupted: boolean, problem: string): CommandResult =>
  interrupted ? { text, complete: false, problem: `Interrupted: ${problem}` } : { text, complete: true };

/** @see runProgram */
export const createProgram = (name: string): Command =>
  new Command(name)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(visibleText(text)) })
    .showHelpAfterError("(--help shows the usage)");

/** Writes a line to stdout; what a terminal would act on is shown instead. Not `console.log`: it swallows errors. */
export const print = (text: string): void => void process.stdout.write(`${visibleText(text)}\n`);

/** The same to stderr. */
export const printError = (text: string): void => void process.stderr.write(`${visibleText(text)}\n`);

/** Prints a result, and sets the exit code: 0 if it is complete, else 1. */
export const printResult = ({ text, complete, problem }: CommandResult): void => {
  process.exitCode = complete ? 0 : 1;
  if (problem !== undefined) printError(problem);
  if (text !== "") print(text);
};

/** Runs what was typed. Sets the exit code: 0 done, 1 something failed, 2 wrong use. */
export const runProgram = async (program: Command): Promise<void> => {
  process.stdout.on("error", stopPrinting);
  // Nobody is left to be told.
  process.stderr.on("error", () => {});
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
};

const stopPrinting = ({ code }: { readonly code?: string }): never => {
  // `seatkeeper … | head -1` closes the pipe early: that is no error.
  if (code === "EPIPE") process.exit();
  printError(`The output cannot be written (${code}); what the command did is done`);
  process.exit(1);
};

const exitCodeOf = (error: unknown): number => {
  // Commander has printed what is wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  printError(error instanceof Error && isExpected(error) ? error.message : inspect(error));
  return error instanceof UsageError ? 2 : 1;
};

const isExpected = (error: Error): boolean =>
  error instanceof UsageError || error instanceof CommandFailed || error instanceof NotConfirmed;
