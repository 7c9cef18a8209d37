import { Argument, type Command } from "commander";
import type { Shell } from "../completion/scripts.ts";
import { printResult } from "../program.ts";
import { visible } from "../visible.ts";
import { withExamples } from "./examples.ts";

/** `seatkeeper completion`, and what the scripts that it prints call. */
export const addCompletionCommands = (program: Command): void => {
  withExamples(program.command("completion"), [
    "source <(seatkeeper completion bash)",
    "seatkeeper completion fish > seatkeeper.fish",
  ])
    .description("print a script for the start file of a shell, which completes commands, options and stages")
    .addArgument(new Argument("<shell>", "the shell").choices(["bash", "zsh", "fish"] satisfies Shell[]))
    .action(async (shell: Shell) => {
      const { COMPLETION_SCRIPTS } = await import("../completion/scripts.ts");
      printResult({ text: COMPLETION_SCRIPTS[shell], complete: true });
    });
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(async (words: readonly string[]) => {
      const { complete } = await import("../completion/complete.ts");
      const found = await complete(program, words);
      // For a script: a tab ends the value.
      for (const { value, meaning } of found) process.stdout.write(`${visible(value)}\t${visible(meaning)}\n`);
    });
};
