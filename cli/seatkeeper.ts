#!/usr/bin/env node
/** The `seatkeeper` command. */
import { directoryCheck } from "./commands/directory/check.ts";
import { directoryProbe, type ProbeOptions } from "./commands/directory/probe.ts";
import { type DiscardOptions, dlqDiscard } from "./commands/dlq/discard.ts";
import { dlqExport, type ExportOptions } from "./commands/dlq/export.ts";
import { dlqList } from "./commands/dlq/list.ts";
import { dlqReplay, type ReplayCommandOptions } from "./commands/dlq/replay.ts";
import { dlqShow, type ShowOptions } from "./commands/dlq/show.ts";
import { employeeList, type ListOptions } from "./commands/employee/list.ts";
import { type ShowOptions as EmployeeShowOptions, employeeShow } from "./commands/employee/show.ts";
import { employeeTransfer, type TransferOptions } from "./commands/employee/transfer.ts";
import { status } from "./commands/status.ts";
import { type DeadLetterOptions, type StageOptions, withDeadLetterOptions, withStageOptions } from "./options.ts";
import { once, parseEmail, parseEmployee, parsePositive, parseText, parseWhole } from "./parse-arguments.ts";
import { createProgram, printResult, runProgram } from "./program.ts";

const program = createProgram("seatkeeper").description(
  "Shows the state of a stage, of its employees and its directory, and manages its dead letters: messages that could " +
    "not be applied, with the reason",
);

withStageOptions(program.command("status"))
  .description("show the state of a stage: queues, dead letters by code, and its CloudFormation stack")
  .action(async (options: StageOptions) => printResult(await status(options)));

const dlq = program.command("dlq").description("dead letters");
withDeadLetterOptions(dlq.command("list"))
  .description("list them, most frequent code first, without consuming any")
  .action(async (options: DeadLetterOptions) => printResult(await dlqList(options)));
withDeadLetterOptions(dlq.command("show"))
  .argument("<id>", "the message ID that `dlq list` shows", parseText)
  .description("show one, with what its code means and what usually fixes it")
  .option("--reveal", "show everything, personal data, too")
  .action(async (id: string, options: ShowOptions) => printResult(await dlqShow(id, options)));
withDeadLetterOptions(dlq.command("replay"))
  .description("send them back to their source queue; a dry run without --execute")
  .option("--execute", "do it")
  .option("--rate <count>", "at most so many dead letters a second", once(parsePositive))
  .option("--force", "also those that were replayed 5 times already")
  .option("--yes", "do not ask on prod")
  .action(async (options: ReplayCommandOptions) => printResult(await dlqReplay(options)));
withDeadLetterOptions(dlq.command("export"))
  .argument("<file>", "the new file", parseText)
  .description("write them to a new file as JSON Lines, and leave them in their queue")
  .option("--reveal", "write everything, personal data, too")
  .action(async (file: string, options: ExportOptions) => printResult(await dlqExport(file, options)));
withDeadLetterOptions(dlq.command("discard"))
  .description("delete them, and write each to a file first; a dry run without --execute")
  .requiredOption("--reason <text>", "why, for whoever asks later", once(parseText))
  .option("--file <file>", "the new file that they are written to", once(parseText))
  .option("--execute", "do it")
  .option("--yes", "do not ask on prod")
  .action(async (options: DiscardOptions) => printResult(await dlqDiscard(options)));

const employee = program.command("employee").description("employees: who waits, and who has what");
withStageOptions(employee.command("list"))
  .description("list those who wait, and for what, the next one first")
  .requiredOption("--waiting", "those who wait; there is no list of all")
  .option("-n, --limit <count>", "at most so many employees", once(parseWhole(1)))
  .action(async (options: ListOptions) => printResult(await employeeList(options)));
withStageOptions(employee.command("show"))
  .argument("<id>", "the employee ID", parseEmployee)
  .description("show one: what HR said, the account and its license, what comes next, and the last decisions")
  .option("--reveal", "show everything, personal data, too")
  .action(async (id: string, options: EmployeeShowOptions) => printResult(await employeeShow(id, options)));
withStageOptions(employee.command("transfer"))
  .argument("<old>", "the employee ID of somebody who left", parseEmployee)
  .argument("<new>", "the employee ID of who gets the account", parseEmployee)
  .description("hand an account to another employee; a dry run without --execute")
  .option("--execute", "do it")
  .option("--yes", "do not ask on prod")
  .action(async (from: string, to: string, options: TransferOptions) =>
    printResult(await employeeTransfer(from, to, options)),
  );

const directory = program.command("directory").description("the directory of a stage: whether they get on");
withStageOptions(directory.command("check"))
  .description("look at address, secret, token, filter and account, and change nothing; 1 if anything is wrong")
  .action(async (options: StageOptions) => printResult(await directoryCheck(options)));
withStageOptions(directory.command("probe"))
  .description(
    "make, change and deactivate one test user, and say whether the directory file is right; a dry run without --execute",
  )
  .requiredOption("--email <address>", "an address that nobody has", once(parseEmail))
  .option("--execute", "do it")
  .option("--yes", "do not ask on prod")
  .action(async (options: ProbeOptions) => printResult(await directoryProbe(options)));

await runProgram(program);
