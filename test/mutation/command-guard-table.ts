import { type Guard, guardsIn } from "./guard.ts";

/** What the command line as a whole decides. */
export const COMMAND_GUARDS: readonly Guard[] = [
  ...guardsIn("cli/stage.ts", "test/cli/aws-options.test.ts", [
    ["--region is where the stage is", "if (given !== undefined) return given;", ""],
  ]),
  ...guardsIn("cli/aws-options.ts", "test/cli/aws-options.test.ts", [
    ["the stage local takes no region and no profile", "stage === LOCAL && option", "stage === undefined && option"],
    ["--profile is the SDK's", 'process.env["AWS_PROFILE"] = profile', "profile"],
  ]),
  ...guardsIn("cli/program.ts", "test/cli/program.test.ts", [
    ["an error looks like all others", 'styled("wrong", "error:", process.stderr)', '""'],
  ]),
  ...guardsIn("cli/program.ts", "test/cli/seatkeeper.test.ts", [
    ["a noun alone is no error", '[...words, "--help"]', "words"],
    ["an option that is misspelled is named before one that is missing", "option.mandatory = false;", ""],
    ["a command that is misspelled is named, and not helped with", 'word !== "--help" && word !== "-h"', "word"],
  ]),
  ...guardsIn("config/ask.ts", "test/config/ask.test.ts", [
    ["Ctrl-C at a question is no bug", ".catch(() => undefined)", ""],
  ]),
  ...guardsIn("cli/progress.ts", "test/cli/progress.test.ts", [
    ["a line of progress does not wrap", "text.slice(0, widthOf(stream) - 1)", "text"],
  ]),
  ...guardsIn("cli/menu/examples.ts", "test/cli/menu.test.ts", [
    ["an example fits 80 columns", "+ 2 <= WIDTH", "+ 2 <= 10 * WIDTH"],
  ]),
  ...guardsIn("cli/sending/find-invalid.ts", "test/cli/sending/interrupted-check.test.ts", [
    ["Ctrl-C ends the check", "if (isInterrupted()) break;", ""],
  ]),
  ...guardsIn("cli/commands/send.ts", "test/cli/sending/interrupted-check.test.ts", [
    [
      "nothing is sent after an interrupted check",
      "if (isInterrupted()) return nothingSent",
      "if (stage === undefined) return nothingSent",
    ],
  ]),
  ...guardsIn("cli/table-layout.ts", "test/cli/print.test.ts", [
    ["an ID stays whole in a narrow table", "largest(cells.map(longestWord)) + PADDING", "PADDING"],
  ]),
  ...guardsIn("cli/terminal-width.ts", "test/cli/print.test.ts", [
    ["nothing is wrapped in a pipe", "columns || USUAL : Number.POSITIVE_INFINITY", "columns || USUAL : USUAL"],
  ]),
  ...guardsIn("cli/completion/complete.ts", "test/cli/completion.test.ts", [
    ["a value is completed after its option", "next?.required ? { option: next } : {}", "{}"],
    ["a sign that bash splits off is no word", '.filter((part) => part !== "=")', ""],
  ]),
];
