import type { Command, Option } from "commander";
import { EVENT_KINDS } from "../../domain/facts/hr-event.ts";
import { FAILURES } from "../../domain/failures.ts";
import { CONFIG } from "../project.ts";

/** One thing that may stand for the last word, with what it means. */
export type Completion = { readonly value: string; readonly meaning: string };

/** What the words before the last one have come to: the command, and the option whose value is next. */
type Place = { readonly command: Command; readonly option?: Option };

/**
 * What may stand for the last of `words`, which are what was typed after `seatkeeper`; nothing if only a shell knows, as
 * for files. Bash splits `--stage=dev` at its sign.
 */
export const complete = async (program: Command, words: readonly string[]): Promise<readonly Completion[]> => {
  const parts = words.flatMap((word) => (/^--[a-z-]+=/.test(word) ? splitOnce(word, "=") : [word]));
  const last = parts.at(-1) === "=" ? "" : (parts.at(-1) ?? "");
  const place = placeOf(
    program,
    parts.slice(0, -1).filter((part) => part !== "="),
  );
  const prefix = words.at(-1)?.startsWith("--") && parts.length > words.length ? `${words.at(-1)?.split("=")[0]}=` : "";
  const found = place.option === undefined ? namesIn(place.command, last) : await valuesOf(place.option);
  return found
    .filter(({ value }) => value.startsWith(last))
    .map(({ value, meaning }) => ({ value: `${prefix}${value}`, meaning }));
};

const splitOnce = (text: string, sign: string): readonly string[] => {
  const at = text.indexOf(sign);
  return [text.slice(0, at), text.slice(at + 1)];
};

const placeOf = (program: Command, words: readonly string[]): Place => {
  let place: Place = { command: program };
  for (const word of words) {
    const { command, option } = place;
    const next = option === undefined ? optionOf(command, word) : undefined;
    const inner = option === undefined ? command.commands.find((each) => each.name() === word) : undefined;
    place = { command: inner ?? command, ...(next?.required ? { option: next } : {}) };
  }
  return place;
};

const optionOf = (command: Command, word: string): Option | undefined =>
  command.options.find(({ long, short }) => word === long || word === short);

const namesIn = (command: Command, last: string): readonly Completion[] => {
  const help = command.createHelp();
  if (last.startsWith("-"))
    return help
      .visibleOptions(command)
      .map(({ long, flags, description }) => ({ value: long ?? flags, meaning: description }));
  const commands = help.visibleCommands(command).map((each) => ({ value: each.name(), meaning: each.description() }));
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  return [...commands, ...choices.map((value) => ({ value, meaning: "" }))];
};

/** Values of options that are no choices to commander, because their parser says more of a wrong one. */
const VALUES: Readonly<Record<string, () => readonly string[] | Promise<readonly string[]>>> = {
  "--stage": () => stageNames(),
  "--code": () => Object.keys(FAILURES),
  "--type": () => EVENT_KINDS,
};

const valuesOf = async ({ long, argChoices }: Option): Promise<readonly Completion[]> => {
  const values = argChoices ?? (await VALUES[long ?? ""]?.()) ?? [];
  return values.map((value) => ({ value, meaning: "" }));
};

/** None if config/stages.yml cannot be read: the command will say why. */
const stageNames = async (): Promise<readonly string[]> => {
  const { loadStages } = await import("../../config/stage-settings.ts");
  try {
    return loadStages(CONFIG).names;
  } catch {
    return [];
  }
};
