import type { Command } from "commander";
import { seatkeeperProgram } from "../../cli/menu/program.ts";

/** Commands that do something, as they are typed: `dlq list`. What only scripts call is left out. */
export const menuCommands = (program: Command = seatkeeperProgram()): readonly (readonly [string, Command])[] =>
  program
    .createHelp()
    .visibleCommands(program)
    .filter((command) => command.name() !== "help")
    .flatMap((command) =>
      command.commands.length > 0
        ? menuCommands(command).map(([name, inner]) => [`${command.name()} ${name}`, inner] as const)
        : [[command.name(), command] as const],
    );
