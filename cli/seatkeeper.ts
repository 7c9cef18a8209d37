#!/usr/bin/env node
/** The `seatkeeper` command. Exit codes: 0 done, 1 something failed, 2 wrong use. */
import { Command, CommanderError } from "commander";
import { NotConfirmed } from "../config/confirm-stage.ts";
import type { CommandResult } from "./command-result.ts";
import { type DiscardOptions, dlqDiscard } from "./commands/dlq/discard.ts";
import { dlqExport, type ExportOptions } from "./commands/dlq/export.ts";
import { dlqList } from "./commands/dlq/list.ts";
import { dlqReplay, type ReplayCommandOptions } from "./commands/dlq/replay.ts";
import { dlqShow, type ShowOptions } from "./commands/dlq/show.ts";
import { type StatusOptions, status } from "./commands/status.ts";
import { type DeadLetterOptions, STAGE_HELP, withDeadLetterOptions } from "./options.ts";
import { CommandFailed, UsageError } from "./usage-error.ts";

const finish = ({ text, complete, problem }: CommandResult): void => {
  if (text !== "") console.log(text);
  if (problem !== undefined) console.error(problem);
  process.exitCode = complete ? 0 : 1;
};

const program = new Command("seatkeeper")
  .description("Tells how a stage is, and looks after its dead letters: what could not be applied, with its reason")
  .exitOverride()
  .showHelpAfterError("(--help tells more)");

program
  .command("status")
  .description("tell how a stage is: queues, dead letters by code, what CloudFormation says of it")
  .requiredOption("-s, --stage <stage>", STAGE_HELP)
  .option("--json", "print JSON on stdout")
  .action(async (options: StatusOptions) => finish(await status(options)));

const dlq = program.command("dlq").description("dead letters");
withDeadLetterOptions(dlq.command("list"))
  .description("list them, most frequent cause first, without consuming any")
  .action(async (options: DeadLetterOptions) => finish(await dlqList(options)));
withDeadLetterOptions(dlq.command("show <id>"))
  .description("show one whole, with what its code means and what usually mends it")
  .option("--reveal", "with emails and names")
  .action(async (id: string, options: ShowOptions) => finish(await dlqShow(id, options)));
withDeadLetterOptions(dlq.command("replay"))
  .description("send them back to the queue they came from; a dry run without --execute")
  .option("--execute", "do it")
  .option("--rate <letters>", "at most so many letters a second")
  .option("--force", "also those that were replayed 5 times already")
  .option("--yes", "do not ask on prod")
  .action(async (options: ReplayCommandOptions) => finish(await dlqReplay(options)));
withDeadLetterOptions(dlq.command("export <file>"))
  .description("write them to a new file as JSON Lines, and leave them where they are")
  .option("--reveal", "with emails and names")
  .action(async (file: string, options: ExportOptions) => finish(await dlqExport(file, options)));
withDeadLetterOptions(dlq.command("discard"))
  .description("delete them, each written to a file first; a dry run without --execute")
  .requiredOption("--reason <text>", "why, for whoever asks later")
  .option("--file <file>", "the new file that they are written to")
  .option("--execute", "do it")
  .option("--yes", "do not ask on prod")
  .action(async (options: DiscardOptions) => finish(await dlqDiscard(options)));

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

function exitCodeOf(error: unknown): number {
  // Commander has told what is wrong, or printed the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  console.error(error instanceof Error && isExpected(error) ? error.message : error);
  return error instanceof UsageError ? 2 : 1;
}

function isExpected(error: Error): boolean {
  return error instanceof UsageError || error instanceof CommandFailed || error instanceof NotConfirmed;
}
