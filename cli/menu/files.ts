import type { Command } from "commander";
import { Option } from "commander";
import { withAwsOptions } from "../aws-options.ts";
import type { PreviewCommandOptions } from "../commands/preview.ts";
import type { SendOptions } from "../commands/send.ts";
import { stageOption, withStageOptions } from "../options.ts";
import { once, parseText, parseWhole } from "../parse-arguments.ts";
import { printResult } from "../program.ts";
import { withExamples, withJsonShape } from "./examples.ts";
import { addImport } from "./import.ts";
import { SEND_ACCOUNT } from "./send-shape.ts";

/** The commands on files of events. */
export const addFileCommands = (program: Command): void => {
  addPreview(program);
  addImport(program);
  addSend(program);
};

const addPreview = (program: Command): void => {
  const command = withExamples(withAwsOptions(program.command("preview").addOption(stageOption())), [
    "seatkeeper preview events/samples/employees.jsonl",
    "seatkeeper preview events/samples/employees.jsonl --directory slack",
    "seatkeeper preview events/samples/promoted.jsonl --stage local",
    "seatkeeper preview events/samples/hired.jsonl --json",
  ]);
  withJsonShape(command, PREVIEW_SHAPE)
    .description(
      "show what events would do, and by which rule, without writing anything; without --stage nobody is known yet",
    )
    .argument(
      "<files...>",
      "JSON Lines with one event a line, one event, or an array of events; - is stdin",
      parseFiles,
    )
    .option(
      "--directory <name>",
      "without --stage: a directory of config/directories/ (default: chime)",
      once(parseText),
    )
    .option("--policy <file>", "another license policy than the stage's", once(parseText))
    .option(
      "-n, --limit <count>",
      "show this many events (default: 50), and dead letters after them, 100 at most",
      once(parseWhole(0)),
    )
    .option("--strict", "exit with 1 if an event would be dead-lettered")
    .option("--json", "print a line of JSON for each event, and one for the summary; docs/cli.md has their shapes")
    .action(async (files: readonly string[], options: PreviewCommandOptions) => {
      const { preview } = await import("../commands/preview.ts");
      printResult(await preview(files, options));
    });
};

const parseFiles = (text: string, earlier: readonly string[] = []): readonly string[] => [...earlier, parseText(text)];

/** @see PreviewedEvent, PreviewSummary */
const PREVIEW_SHAPE = `{
  file: string;
  line: number;
  employeeId?: string;
  eventId?: string;
  type?: string;
  outcome: string;
  license?: string;
  from?: string;
  rule?: string;
  because?: string;
  /** ISO 8601 UTC */
  until?: string;
  code?: string;
  reason?: string;
} | {
  events: number;
  employees: number;
  outcomes: Record<string, number>;
  /** of dead letters */
  codes: Record<string, number>;
  licenses: { before: Record<string, number>; after: Record<string, number> };
  calls: { dynamodb: number; directory: number };
}`;

const addSend = (program: Command): void => {
  const command = withSendOptions(withStageOptions(program.command("send")))
    .description("check HR events, and send them to the queues of a stage; if one is invalid, none is sent")
    .option("--yes", "skip the confirmation prompt on prod")
    .action(async (files: readonly string[], options: SendOptions) => {
      const { send } = await import("../commands/send.ts");
      printResult(await send(files, options));
    });
  withJsonShape(withExamples(command, ["seatkeeper send events/samples/hired.jsonl --stage local"]), SEND_DOCUMENT);
};

/** What `npm run send` has in common with `seatkeeper send`. */
export const withSendOptions = (command: Command): Command =>
  command
    .argument("<files...>", "JSON Lines, one event, or arrays of events; - is stdin")
    .option("--skip-invalid", "leave out invalid events, and report them")
    .addOption(
      new Option("--send-invalid", "send invalid events, too, to see their dead letters").conflicts("skipInvalid"),
    )
    .addOption(new Option("--verbose", "print each event's message ID once it is sent").conflicts("json"));

const SEND_DOCUMENT = `{
  stage: string;
  /** Those that were not sent because they would be dead letters. */
  invalid: { file: string; line: number; column: number; code: string; reason: string }[];
} & ${SEND_ACCOUNT}`;
