import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { CommandFailed } from "../cli/errors.ts";

const PROJECT = join(import.meta.dirname, "..");

/** The emulated account has one name, whatever the environment names. */
const ACCOUNT: Readonly<Record<string, NodeJS.ProcessEnv>> = { local: { CHIME_ACCOUNT_ID: "local-account" } };

/**
 * Packages a stage as it would be deployed, and returns the folder under `.build/` that holds template and zip files.
 * Two at the same time need folders of their own. @throws CommandFailed with what `serverless package` printed
 */
export const packageService = async (folder = "local", stage = "local"): Promise<string> => {
  const packageDir = join(PROJECT, ".build", folder);
  const serverless = join(
    dirname(createRequire(import.meta.url).resolve("serverless/package.json")),
    "bin",
    "serverless.js",
  );
  try {
    await promisify(execFile)(process.execPath, [serverless, "package", "--stage", stage, "--package", packageDir], {
      cwd: PROJECT,
      // Without this the framework looks for an EC2 instance's credentials, and waits in vain.
      env: { ...process.env, AWS_EC2_METADATA_DISABLED: "true", SEATKEEPER_WORK_FOLDER: folder, ...ACCOUNT[stage] },
    });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new CommandFailed(`The service could not be packaged:\n${stderr}${stdout}`);
  }
  return packageDir;
};
