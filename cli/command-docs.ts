import type { Argument, Command, Option } from "commander";
import { examplesOf, jsonShapeOf } from "./menu/examples.ts";

/** Each command of a program as a section of docs/cli.md: what its help says, and no more. */
export const commandDocs = (program: Command): string => leavesOf(program).map(sectionOf).join("\n\n");

/** The same commands as a list of links. */
export const commandList = (program: Command): string =>
  leavesOf(program)
    .map(
      (command) => `- [\`${fullName(command)}\`](#${fullName(command).replaceAll(" ", "-")}): ${command.description()}`,
    )
    .join("\n");

const leavesOf = (command: Command): readonly Command[] =>
  visibleCommands(command).length === 0 ? [command] : visibleCommands(command).flatMap(leavesOf);

/** `help` is commander's, and says nothing of its own. */
const visibleCommands = (command: Command): readonly Command[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== "help");

const fullName = (command: Command): string =>
  command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;

const sectionOf = (command: Command): string => {
  const help = command.createHelp();
  const [examples, shape] = [examplesOf(command), jsonShapeOf(command)];
  return [
    `### ${fullName(command).replace(/ --$/, "")}`,
    capitalized(`${help.commandDescription(command)}.`),
    fenced("", help.commandUsage(command)),
    definitions([
      ...help.visibleArguments(command).map((each) => [help.argumentTerm(each), argumentText(each)] as const),
      ...help
        .visibleOptions(command)
        .filter(({ long }) => long !== "--help" && long !== "--version")
        .map((each) => [help.optionTerm(each), optionText(each)] as const),
    ]),
    ...(examples.length === 0 ? [] : [fenced("bash", examples.join("\n"))]),
    ...(shape === undefined ? [] : ["`--json` prints:", fenced("ts", shape)]),
  ].join("\n\n");
};

const argumentText = (argument: Argument): string => argument.description + choicesText(argument.argChoices);

const optionText = (option: Option): string => {
  const shown = option.defaultValueDescription ?? option.defaultValue;
  const standard = shown === undefined ? "" : `; ${shown} if not given`;
  return `${option.description}${choicesText(option.argChoices)}${option.mandatory ? "; required" : ""}${standard}`;
};

const choicesText = (choices: readonly string[] | undefined): string =>
  choices === undefined ? "" : `: ${choices.join(", ")}`;

const definitions = (rows: readonly (readonly [term: string, text: string])[]): string =>
  ["| | |", "|---|---|", ...rows.map(([term, text]) => `| \`${term}\` | ${text.replaceAll("|", "\\|")} |`)].join("\n");

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
