import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";

const TEMPORARY = "tmp";
const PREFIX = "packaging-";
/** In ms: what is older was left by a process that could not clean up. */
const ABANDONED_AFTER = 86_400_000;
/** The framework takes no symbolic link for its configuration. */
const COPIED = "serverless.yml";

/** There is no folder that a packaging can write to. */
export class FolderNotWritable extends Error {}

/**
 * A folder that looks like the project to the Serverless Framework, which writes into the folder that it runs in:
 * `.serverless`, `.esbuild`. Two runs in one folder overwrite each other's files, and one stage gets another's code.
 * It is removed when this process exits. @throws FolderNotWritable
 */
export const makePrivateFolder = (project: string): string => {
  const folder = makeIn(join(project, ".build"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const name of readdirSync(project).filter((entry) => !entry.startsWith(".")))
    if (name === COPIED) copyFileSync(join(project, name), join(folder, name));
    else symlinkSync(join(project, name), join(folder, name));
  mkdirSync(join(folder, TEMPORARY));
  return folder;
};

/** The variables that keep the framework from leaving files elsewhere: four temporary folders for each packaging. */
export const environmentIn = (folder: string): { readonly TMPDIR: string; readonly HOME: string } => ({
  TMPDIR: join(folder, TEMPORARY),
  HOME: isWritable(homedir()) ? homedir() : makeHome(folder),
});

/** The framework keeps a cache in HOME, and fails if it cannot. */
const isWritable = (home: string): boolean => {
  const cache = join(home, ".serverless");
  try {
    accessSync(existsSync(cache) ? cache : home, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/** A home with the AWS profiles of the real one. */
const makeHome = (folder: string): string => {
  const home = join(folder, TEMPORARY);
  symlinkSync(join(homedir(), ".aws"), join(home, ".aws"));
  return home;
};

export const isPrivateFolder = (folder: string): boolean => basename(folder).startsWith(PREFIX);

const makeIn = (builds: string): string => {
  try {
    mkdirSync(builds, { recursive: true });
    removeAbandoned(builds);
    return mkdtempSync(join(builds, PREFIX));
  } catch (error) {
    throw new FolderNotWritable(`Packaging cannot write to the project: ${(error as Error).message}`, { cause: error });
  }
};

const removeAbandoned = (builds: string): void => {
  for (const name of readdirSync(builds).filter(isPrivateFolder)) {
    const made = statSync(join(builds, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - made > ABANDONED_AFTER) rmSync(join(builds, name), { recursive: true, force: true });
  }
};
