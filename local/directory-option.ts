import { Option } from "commander";
import { CHIME, LOCAL_DIRECTORIES } from "./local-directory.ts";

/** `--directory NAME`: which directory is emulated. */
export const directoryOption = (): Option =>
  new Option("--directory <name>", "the directory to keep in step, emulated here")
    .choices(LOCAL_DIRECTORIES)
    .default(CHIME);

/** What commander makes of it. */
export type DirectoryOptions = { readonly directory: string };
