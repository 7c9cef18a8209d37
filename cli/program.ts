import { Command, CommanderError } from "commander";
import { NotConfirmed } from "../config/confirm-stage.ts";
import { CommandFailed, UsageError } from "./errors.ts";

/** What a command prints on stdout, and whether it did all that was asked; `problem` goes to stderr. */
export type CommandResult = { readonly text: string; readonly complete: boolean; readonly problem?: string };

/** The result of a command that Ctrl-C may have ended before everything was done. */
export const orInterrupted = (text: string, interrupted: boolean, problem: string): CommandResult =>
  interrupted ? { text, complete: false, problem: `Interrupted: ${problem}` } : { text, complete: true };

/** @see runProgram */
export const createProgram = (name: string): Command =>
  new Command(name).exitOverride().showHelpAfterError("(--help shows the usage)");

/** Prints a result, and sets the exit code: 0 if it is complete, else 1. */
export const printResult = ({ text, complete, problem }: CommandResult): void => {
  if (text !== "") console.log(text);
  if (problem !== undefined) console.error(problem);
  process.exitCode = complete ? 0 : 1;
};

/** Runs what was typed. Sets the exit code: 0 done, 1 something failed, 2 wrong use. */
export const runProgram = async (program: Command): Promise<void> => {
  // `seatkeeper … | head -1` closes the pipe early: that is no error.
  process.stdout.on("error", (error: { code?: string }) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
};

const exitCodeOf = (error: unknown): number => {
  // Commander has printed what is wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  console.error(error instanceof Error && isExpected(error) ? error.message : error);
  return error instanceof UsageError ? 2 : 1;
};

const isExpected = (error: Error): boolean =>
  error instanceof UsageError || error instanceof CommandFailed || error instanceof NotConfirmed;
