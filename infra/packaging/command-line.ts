import { parseArgs } from "node:util";

/** An option is given in a way that the framework would take for something else. */
export class WrongOption extends Error {}

/** `npm run package | deploy | remove -- …`. The framework itself checks what is not named here. */
export type CommandLine = {
  readonly command: string;
  /** Each value of `--stage` or `-s`; "" if it has none. */
  readonly stages: readonly string[];
  /** The value of `--package` or `-p`. */
  readonly packageFolder: string | undefined;
  readonly isHelp: boolean;
  /** The arguments without command and `--package`. */
  readonly others: readonly string[];
};

const OPTIONS = {
  package: { type: "string", short: "p" },
  stage: { type: "string", short: "s" },
  help: { type: "boolean", short: "h" },
} as const;

/** Parses the arguments of a command. @throws WrongOption, because an empty `--package` would be no `--package` */
export const parseCommandLine = ([command = "", ...args]: readonly string[]): CommandLine => {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const options = tokens.filter((token) => token.kind === "option");
  const [folder, ...more] = options.filter(({ name }) => name === "package");
  if (folder?.value?.trim() === "") throw new WrongOption("--package names no folder: expected --package FOLDER");
  if (more.length > 0) throw new WrongOption("--package is given twice: expected one folder");
  // The framework refuses an option without its value.
  const length = folder?.value === undefined ? 0 : folder.inlineValue === false ? 2 : 1;
  const from = folder?.index ?? 0;
  return {
    command,
    stages: options.filter(({ name }) => name === "stage").map(({ value }) => value ?? ""),
    packageFolder: folder?.value,
    isHelp: options.some(({ name }) => name === "help"),
    others: args.filter((_, index) => index < from || index >= from + length),
  };
};
