import type { Command } from "commander";
import { expect, test } from "vitest";
import { examplesOf, jsonShapeOf } from "../../cli/menu/examples.ts";
import { devProgram, sendProgram, startProgram } from "../../local/programs.ts";
import { shapeProblems } from "../support/json-shapes.ts";
import { menuCommands } from "../support/menu-commands.ts";

const commands = menuCommands();

test.each(commands)("%s has examples of itself, and says what its --json prints", (name, command) => {
  const examples = examplesOf(command);
  expect(examples.length).toBeGreaterThan(0);
  expect(examples.filter((example) => !example.includes(`seatkeeper ${name}`))).toEqual([]);
  const hasJson = command.options.some(({ long }) => long === "--json");
  expect(jsonShapeOf(command) !== undefined).toBe(hasJson);
});

/** What a terminal of 80 columns shows. */
const helpOf = (command: Command): string => {
  let help = "";
  const writeOut = (text: string): void => {
    help += text;
  };
  command.configureOutput({ writeOut, getOutHelpWidth: () => 80 }).outputHelp();
  return help;
};

const programs = [startProgram(), devProgram(), sendProgram()].map((each) => [each.name(), each] as const);

test.each([...commands, ...programs])("the help of %s fits 80 columns", (_, command) => {
  expect(
    helpOf(command)
      .split("\n")
      .filter(({ length }) => length > 80),
  ).toEqual([]);
});

test.each(commands)("an example of %s that takes two lines is one command to a shell", (_, command) => {
  const shown = helpOf(command).replaceAll(/ \\\n +/g, " ");
  for (const example of examplesOf(command)) expect(shown).toContain(`  $ ${example}\n`);
});

test("every shape is a type of TypeScript", () => {
  const documents = commands.flatMap(([name, command]) => {
    const type = jsonShapeOf(command);
    return type === undefined ? [] : [{ name, type, json: "undefined as never" }];
  });
  expect(shapeProblems(documents)).toEqual([]);
});
