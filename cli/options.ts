import { type Command, Option } from "commander";
import { type DeadLetterFilter, isEmptyPeriod } from "../dead-letters/dead-letter.ts";
import type { ScanOptions } from "../dead-letters/scan.ts";
import { EVENT_KINDS } from "../domain/facts/hr-event.ts";
import { QUEUE_NAMES, type QueueName } from "../events/catalogue.ts";
import { withAwsOptions } from "./aws-options.ts";
import { UsageError } from "./errors.ts";
import { isInterrupted } from "./interruption.ts";
import {
  once,
  parseCodes,
  parseEmployee,
  parseEventType,
  parseQueue,
  parseStage,
  parseText,
  parseTime,
  parseWhole,
} from "./parse-arguments.ts";

export type StageOptions = { readonly stage: string; readonly json?: boolean };

/** The options of every command on dead letters. */
export type DeadLetterOptions = StageOptions &
  DeadLetterFilter & { readonly queue?: QueueName | undefined; readonly limit?: number | undefined };

/** `--stage`, which must be given, `--json`, and what a command needs that may call AWS. */
export const withStageOptions = (command: Command): Command =>
  withAwsOptions(
    command
      .addOption(stageOption().makeOptionMandatory())
      .option("--json", "print one JSON document on stdout; docs/cli.md has its shape"),
  );

/** For a command that can do without a stage; a command that cannot says `makeOptionMandatory()`, too. */
export const stageOption = (): Option =>
  new Option("-s, --stage <stage>", "the stage, such as dev or prod; local is what `npm run dev` started").argParser(
    once(parseStage),
  );

export const withDeadLetterOptions = (command: Command): Command =>
  withStageOptions(command)
    .addOption(new Option("-q, --queue <queue>", "only this queue").choices(QUEUE_NAMES).argParser(once(parseQueue)))
    .option("--code <code>", "only dead letters with this failure code; may be given several times", parseCodes)
    .option("--employee <id>", "only dead letters about this employee", once(parseEmployee))
    .option("--type <type>", `only ${EVENT_KINDS.join(" or ")} events`, once(parseEventType))
    .option("--since <time>", "only dead letters since this time (2026-03-01 or 2026-03-01T08:00:00Z)", once(parseTime))
    .option("--until <time>", "only dead letters until this time", once(parseTime))
    .option("--id <id>", "only this dead letter", once(parseText))
    .option("-n, --limit <count>", "at most this many dead letters", once(parseWhole(1)))
    .hook("preAction", (command) => requirePeriod(command.opts()));

const requirePeriod = (filter: DeadLetterFilter): void => {
  if (isEmptyPeriod(filter)) throw new UsageError(`--since ${filter.since} is later than --until ${filter.until}`);
};

/** How a command scans: until Ctrl-C. */
export const scanOptions = (filter: DeadLetterFilter, limit?: number): ScanOptions => ({
  shouldStop: isInterrupted,
  filter,
  limit,
});
