import { join } from "node:path";
import { CommandFailed } from "../cli/errors.ts";
import { LOCAL_DIRECTORY } from "../config/load-stage.ts";
import { LOCAL } from "../config/stage-settings.ts";
import { FolderNotWritable, makePrivateFolder } from "../infra/packaging/private-folder.ts";
import { runServerless } from "../infra/packaging/run-serverless.ts";

/** What the embedded stack keeps in step if nobody says otherwise. */
export const CHIME = "chime";

const PROJECT = join(import.meta.dirname, "..");

/**
 * Packages a stage as it would be deployed, the stage local with this directory, and returns the folder that holds template and zip files. It is this
 * process's own, and removed when the process exits. @throws CommandFailed with what the framework printed
 */
export const packageService = async (directory = CHIME, stage = LOCAL): Promise<string> => {
  const folder = privateFolder();
  const { exitCode, output } = await runServerless(folder, ["package", "--stage", stage], {
    quiet: true,
    environment: { [LOCAL_DIRECTORY]: directory },
  });
  if (exitCode !== 0) throw new CommandFailed(`The service could not be packaged:\n${output}`);
  return join(folder, ".serverless");
};

const privateFolder = (): string => {
  try {
    return makePrivateFolder(PROJECT);
  } catch (error) {
    throw error instanceof FolderNotWritable ? new CommandFailed(error.message, { cause: error }) : error;
  }
};
