import { join } from "node:path";
import { CommandFailed } from "../cli/errors.ts";
import { FolderNotWritable, makePrivateFolder } from "../infra/packaging/private-folder.ts";
import { runServerless } from "../infra/packaging/run-serverless.ts";

const PROJECT = join(import.meta.dirname, "..");

/**
 * Packages a stage as it would be deployed, and returns the folder that holds template and zip files. It is this
 * process's own, and removed when the process exits. @throws CommandFailed with what the framework printed
 */
export const packageService = async (stage = "local"): Promise<string> => {
  const folder = privateFolder();
  const { exitCode, output } = await runServerless(folder, ["package", "--stage", stage], { quiet: true });
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
