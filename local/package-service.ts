import { join } from "node:path";
import { CommandFailed } from "../cli/errors.ts";
import { LOCAL_DIRECTORY } from "../config/load-stage.ts";
import { LOCAL } from "../config/stage-settings.ts";
import { settingsProblem } from "../infra/packaging/check-settings.ts";
import { FolderNotWritable, makePrivateFolder } from "../infra/packaging/private-folder.ts";
import { runServerless } from "../infra/packaging/run-serverless.ts";
import { CHIME } from "./local-directory.ts";

const PROJECT = join(import.meta.dirname, "..");

type PackageOptions = { readonly stage?: string; readonly directory?: string };

/**
 * Packages a stage as it would be deployed, the stage local with a directory that is emulated, and returns the folder
 * that holds template and zip files. It is this process's own, and removed when the process exits.
 * @throws CommandFailed with what is wrong in config/, or with what the framework printed
 */
export const packageService = async ({ stage = LOCAL, directory = CHIME }: PackageOptions = {}): Promise<string> => {
  const problem = settingsProblem({ stage, localDirectory: directory });
  if (problem !== undefined) throw new CommandFailed(problem);
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
