import { type Command, InvalidArgumentError, Option } from "commander";
import { withAwsOptions } from "../aws-options.ts";
import type { GuessOptions } from "../commands/import/guess.ts";
import type { ImportOptions } from "../commands/import/import.ts";
import { UsageError } from "../errors.ts";
import type { MaxAbsent } from "../import/absent.ts";
import { stageOption } from "../options.ts";
import { once, parseText, parseTime } from "../parse-arguments.ts";
import { printResult } from "../program.ts";
import { withExamples, withJsonShape } from "./examples.ts";
import { SEND_ACCOUNT } from "./send-shape.ts";

type Options = Partial<ImportOptions> & GuessOptions & { readonly guess?: boolean };

export const addImport = (program: Command): void => {
  const command = withExamples(withAwsOptions(program.command("import").addOption(stageOption())), [
    "seatkeeper import events/samples/roster.csv --guess",
    "seatkeeper import events/samples/roster.csv --map events/samples/roster-map.yml --stage local --yes",
    "seatkeeper import events/samples/roster.csv --map events/samples/roster-map.yml --stage local --absent-left --yes",
  ]);
  withJsonShape(command, SHAPE)
    .description("make events from a CSV roster of the staff: check every row, preview, ask, and send them")
    .argument("<roster>", "a CSV file in UTF-8 whose first line names its columns", parseText)
    .option("-m, --map <file>", "the roster map, which says what the columns mean (docs/import.md)", once(parseText))
    .addOption(
      new Option("--guess", "write a first map instead, guessed from the columns and their values").conflicts("json"),
    )
    .option("--map-out <file>", "with --guess: the new file, instead of stdout", once(parseText))
    .option("--out <file>", "write the events to a new file instead of sending them; needs no --stage", once(parseText))
    .option("--as-of <time>", "when the roster was exported (default: when its file was written)", once(parseTime))
    .option("--absent-left", "treat employees of this source who have no row as leavers; needs --stage")
    .addOption(
      new Option(
        "--max-absent <number or share>",
        "with --absent-left: refuse if more are absent, such as 20 or 5% (default: 5%)",
      ).argParser(once(parseMaxAbsent)),
    )
    .option("--allow-renamed", "accept rows whose address and name both differ from what the stage knows")
    .option("--skip-invalid", "leave out bad rows, and report them")
    .option("--yes", "skip the confirmation prompt")
    .option("--json", "print one JSON document on stdout; docs/cli.md has its shape")
    .action(async (file: string, options: Options) => printResult(await run(file, options)));
};

const run = async (file: string, { guess, mapOut, ...options }: Options) => {
  if (guess) {
    const { guessRoster } = await import("../commands/import/guess.ts");
    return guessRoster(file, mapOut === undefined ? {} : { mapOut });
  }
  const { map, ...others } = options;
  if (mapOut !== undefined) throw new UsageError("--map-out is for --guess");
  if (map === undefined) throw new UsageError("Give the roster's map with --map FILE; --guess writes a first one");
  const { importRoster } = await import("../commands/import/import.ts");
  return importRoster(file, { map, ...others });
};

const parseMaxAbsent = (text: string): MaxAbsent => {
  const [, digits = "", percent] = /^(\d{1,9}(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const number = digits === "" ? Number.NaN : Number(digits);
  if (percent === "%" && number <= 100) return { share: number / 100 };
  if (percent === "" && Number.isInteger(number)) return { count: number };
  throw new InvalidArgumentError("Expected a whole number such as 20, or a share such as 5%.");
};

/** @see ImportDocument */
const SHAPE = `{
  roster: string;
  /** When the roster was exported, ISO 8601 UTC. */
  asOf: string;
  rows: number;
  leftOut: number;
  /** How many rows are bad, and what is wrong with the first thousand. */
  bad: number;
  problems: { line: number; columns: string[]; reason: string }[];
  /** Values that the map names, and no row has. */
  unmatched: string[];
  /** Of the good rows. */
  news?: { hire: number; back: number; change: number; leave: number; unchanged: number };
  cancelled?: number;
  absence?: { known: number; absent: number };
  events?: number;
  /** The last line of seatkeeper preview --json. */
  preview?: {
    events: number;
    employees: number;
    outcomes: Record<string, number>;
    codes: Record<string, number>;
    licenses: { before: Record<string, number>; after: Record<string, number> };
    calls: { dynamodb: number; directory: number };
  };
  /** Missing if nothing was to be sent. */
  sent?: ${SEND_ACCOUNT.replaceAll("\n", "\n  ")};
}`;
