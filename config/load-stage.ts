import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { DirectoryFile } from "../domain/accounts/directory-file.ts";
import { withAccountType } from "./chime-account-type.ts";
import { compileDirectoryFile, DirectoryFileError } from "./compile-directory-file.ts";
import { directoryProblems } from "./directory-problems.ts";
import { oneOf } from "./nearest.ts";
import {
  LOCAL,
  loadStages,
  type ResolvedSettings,
  type SettingProblem,
  type StageSettingsError,
} from "./stage-settings.ts";
import { readTextFile } from "./text-file.ts";

/**
 * The embedded stack runs any directory that is emulated: `npm start -- --directory figma` hands the name on in the
 * environment, because the framework packages in a process of its own.
 */
export const LOCAL_DIRECTORY = "SEATKEEPER_LOCAL_DIRECTORY";

/** A stage's settings, and the directory that it keeps in step. `wrong` says what else is wrong with them, and where. */
export type LoadedStage = {
  readonly settings: ResolvedSettings;
  readonly directory: DirectoryFile;
  readonly wrong: (problems: readonly SettingProblem[]) => StageSettingsError;
};

/**
 * A stage of `stages.yml` in `folder`, which is config/, with the directory file that it names, checked against each
 * other. `localDirectory` is another one for the stage local. @throws StageSettingsError, DirectoryFileError
 */
export const loadStage = (
  folder: string,
  stage: string,
  localDirectory = process.env[LOCAL_DIRECTORY],
): LoadedStage => {
  const stages = loadStages(folder);
  const settings = withLocalDirectory(stage, stages.settings(stage), localDirectory);
  const wrong = (problems: readonly SettingProblem[]) => stages.wrong(stage, problems);
  const { directory: name, variables, chimeAccountType } = settings;
  const known = directoryNames(folder);
  if (!known.includes(name)) {
    const reason = `there is no config/directories/${name}.yml: expected ${oneOf(known, name)}`;
    throw wrong([{ setting: ["directory"], reason }]);
  }
  const compiled = compileDirectoryFile(textOf(folder, name), { name, stage: { name: stage, variables } });
  const directory = withAccountType(compiled, chimeAccountType);
  const problems = directoryProblems(stage, settings, directory);
  if (problems.length > 0) throw wrong(problems);
  return { settings, directory, wrong };
};

const withLocalDirectory = (stage: string, settings: ResolvedSettings, name: string | undefined): ResolvedSettings => {
  if (stage !== LOCAL || name === undefined || name === settings.directory) return settings;
  const { chimeAccountId: _, ...others } = settings;
  return { ...others, directory: name };
};

/** A directory file, whichever stage has it: a variable stands for any text. @throws DirectoryFileError */
export const loadDirectoryFile = (folder: string, name: string): DirectoryFile =>
  compileDirectoryFile(textOf(folder, name), { name });

const FILE = /^([a-z][a-z0-9-]*)\.yml$/;

/** The names of the directory files, without `.yml`. */
export const directoryNames = (folder: string): readonly string[] =>
  readdirSync(join(folder, "directories")).flatMap((fileName) => FILE.exec(fileName)?.[1] ?? []);

const textOf = (folder: string, name: string): string =>
  readTextFile(join(folder, "directories", `${name}.yml`), {
    fileName: `config/directories/${name}.yml`,
    failWith: (message, cause) => new DirectoryFileError(message, { cause }),
  });
