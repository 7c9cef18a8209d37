import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DirectoryFile } from "../domain/accounts/directory-file.ts";
import { checkAgainstDirectory } from "./check-against-directory.ts";
import { withAccountType } from "./chime-account-type.ts";
import { compileDirectoryFile } from "./compile-directory-file.ts";
import { oneOf } from "./nearest.ts";
import { LOCAL, type ResolvedSettings, readStageSettings, StageSettingsError } from "./stage-settings.ts";

/**
 * The embedded stack runs any directory that is emulated: `npm start -- --directory figma` hands the name on in the
 * environment, because the framework packages in a process of its own.
 */
export const LOCAL_DIRECTORY = "SEATKEEPER_LOCAL_DIRECTORY";

/** A stage's settings, and the directory that it keeps in step. */
export type LoadedStage = { readonly settings: ResolvedSettings; readonly directory: DirectoryFile };

/**
 * A stage of `stages.yml` in `folder`, which is config/, with the directory file that it names, checked against each
 * other. `localDirectory` is another one for the stage local. @throws StageSettingsError, DirectoryFileError
 */
export const loadStage = (
  folder: string,
  stage: string,
  localDirectory = process.env[LOCAL_DIRECTORY],
): LoadedStage => {
  const said = readStageSettings(readFileSync(join(folder, "stages.yml"), "utf8"), stage);
  const settings = withLocalDirectory(stage, said, localDirectory);
  const { directory: name, variables, chimeAccountType } = settings;
  const known = directoryNames(folder);
  if (!known.includes(name)) {
    const reason = `there is no config/directories/${name}.yml: expected ${oneOf(known, name)}`;
    throw new StageSettingsError(`config/stages.yml: ${stage}.directory: ${reason}`);
  }
  const compiled = compileDirectoryFile(textOf(folder, name), { name, stage: { name: stage, variables } });
  const directory = withAccountType(compiled, chimeAccountType);
  checkAgainstDirectory(stage, settings, directory);
  return { settings, directory };
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
  readFileSync(join(folder, "directories", `${name}.yml`), "utf8");
