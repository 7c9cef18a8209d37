import type { Command } from "commander";
import type { DiscardOptions } from "../commands/dlq/discard.ts";
import type { ExportOptions } from "../commands/dlq/export.ts";
import type { ReplayCommandOptions } from "../commands/dlq/replay.ts";
import type { ShowOptions } from "../commands/dlq/show.ts";
import { type DeadLetterOptions, withDeadLetterOptions } from "../options.ts";
import { once, parsePositive, parseText } from "../parse-arguments.ts";
import { printResult } from "../program.ts";
import { DLQ_DISCARD, DLQ_EXPORT, DLQ_LIST, DLQ_REPLAY, DLQ_SHOW } from "./dlq-shapes.ts";
import { withExamples, withJsonShape } from "./examples.ts";

const LIST_EXAMPLES = [
  "seatkeeper dlq list --stage local",
  "seatkeeper dlq list --stage local --code InvalidEvent --since 2026-03-01",
];
/** The ID is one that `dlq list` shows. */
const SHOW_EXAMPLES = ["seatkeeper dlq show 0f8b6c1e-8f0a-4b5e-9d3c-6a1f2e7d4c58 --stage local"];
const REPLAY_EXAMPLES = [
  "seatkeeper dlq replay --stage local --code DirectoryRejected",
  "seatkeeper dlq replay --stage local --queue employee-hired --rate 5 --execute",
];
const EXPORT_EXAMPLES = ["seatkeeper dlq export dead-letters.jsonl --stage local"];
const DISCARD_EXAMPLES = [
  'seatkeeper dlq discard --stage local --code MalformedBody --reason "sent by a test"',
  'seatkeeper dlq discard --stage local --code MalformedBody --reason "sent by a test" --execute',
];

const documented = (command: Command, shape: string, examples: readonly string[]): Command =>
  withJsonShape(withExamples(command, examples), shape);

/** The commands on dead letters. */
export const addDlqCommands = (program: Command): void => {
  const dlq = program.command("dlq").description("dead letters");
  withDeadLetterOptions(documented(dlq.command("list"), DLQ_LIST, LIST_EXAMPLES))
    .description("list them, most frequent code first, without consuming any")
    .action(async (options: DeadLetterOptions) => {
      const { dlqList } = await import("../commands/dlq/list.ts");
      printResult(await dlqList(options));
    });
  withDeadLetterOptions(documented(dlq.command("show"), DLQ_SHOW, SHOW_EXAMPLES))
    .argument("<id>", "the message ID that `dlq list` shows", parseText)
    .description("show one, with what its code means and what usually fixes it")
    .option("--reveal", "show everything, personal data, too")
    .action(async (id: string, options: ShowOptions) => {
      const { dlqShow } = await import("../commands/dlq/show.ts");
      printResult(await dlqShow(id, options));
    });
  addReplay(dlq);
  withDeadLetterOptions(documented(dlq.command("export"), DLQ_EXPORT, EXPORT_EXAMPLES))
    .argument("<file>", "the new file", parseText)
    .description("write them to a new file as JSON Lines, and leave them in their queue")
    .option("--reveal", "write everything, personal data, too")
    .action(async (file: string, options: ExportOptions) => {
      const { dlqExport } = await import("../commands/dlq/export.ts");
      printResult(await dlqExport(file, options));
    });
  addDiscard(dlq);
};

const addReplay = (dlq: Command): void => {
  withDeadLetterOptions(documented(dlq.command("replay"), DLQ_REPLAY, REPLAY_EXAMPLES))
    .description("send them back to their source queue; a dry run without --execute")
    .option("--execute", "do it, instead of a dry run")
    .option("--rate <count>", "at most this many dead letters a second", once(parsePositive))
    .option("--force", "also those that were replayed 5 times already")
    .option("--yes", "skip the confirmation prompt on prod")
    .action(async (options: ReplayCommandOptions) => {
      const { dlqReplay } = await import("../commands/dlq/replay.ts");
      printResult(await dlqReplay(options));
    });
};

const addDiscard = (dlq: Command): void => {
  withDeadLetterOptions(documented(dlq.command("discard"), DLQ_DISCARD, DISCARD_EXAMPLES))
    .description("delete them, and write each to a file first; a dry run without --execute")
    .requiredOption("--reason <text>", "why, for whoever asks later", once(parseText))
    .option("--file <file>", "the new file that they are written to", once(parseText))
    .option("--execute", "do it, instead of a dry run")
    .option("--yes", "skip the confirmation prompt on prod")
    .action(async (options: DiscardOptions) => {
      const { dlqDiscard } = await import("../commands/dlq/discard.ts");
      printResult(await dlqDiscard(options));
    });
};
