/**
 * `npm run package | deploy | remove -- --stage S`: the Serverless Framework, each time in a folder of its own. What
 * `package` makes is put into `.build/<stage>`, or the folder that `--package` names, once it is whole.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { requireDeployed } from "../../config/deploy-guard.ts";
import { settingsProblem } from "./check-settings.ts";
import { type CommandLine, parseCommandLine, WrongOption } from "./command-line.ts";
import { FolderNotWritable, makePrivateFolder } from "./private-folder.ts";
import { NotAPackage, replacePackage } from "./replace-package.ts";
import { runServerless } from "./run-serverless.ts";

const PROJECT = join(import.meta.dirname, "../..");
/** As serverless.yml has it. */
const DEFAULT_STAGE = "dev";

const main = async (args: readonly string[]): Promise<number> => {
  const line = parseCommandLine(args);
  const refusal = line.isHelp ? undefined : refusalOf(line);
  if (refusal === undefined) return run(line);
  console.error(refusal);
  return 1;
};

/** What the framework would find only after it has started. What it finds itself is left to it. */
const refusalOf = ({ command, stages }: CommandLine): string | undefined => {
  const [stage] = stages;
  if (command === "deploy" || command === "remove") {
    const refusal = messageOf(() => requireDeployed(command, stage));
    if (refusal !== undefined) return refusal;
  }
  if (!["package", "deploy", "remove"].includes(command) || stages.length > 1 || stage === "") return undefined;
  return settingsProblem({ stage: stage ?? DEFAULT_STAGE, chimeAccountId: process.env["CHIME_ACCOUNT_ID"] });
};

const messageOf = (act: () => void): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

const run = async ({ command, packageFolder, isHelp, others }: CommandLine): Promise<number> => {
  const folder = makePrivateFolder(PROJECT);
  // What `package` makes is copied below; `deploy --package DIR` deploys what was packaged before.
  const from = command === "package" || packageFolder === undefined ? [] : ["--package", resolve(packageFolder)];
  const { exitCode } = await runServerless(folder, [command, ...others, ...from]);
  const made = join(folder, ".serverless");
  if (exitCode === 0 && command === "package" && !isHelp) {
    const target = packageFolder === undefined ? join(PROJECT, ".build", stageOf(made)) : resolve(packageFolder);
    replacePackage(made, target);
    console.error(`Template and zip files are in ${target}`);
  }
  return exitCode;
};

const stageOf = (packaged: string): string =>
  JSON.parse(readFileSync(join(packaged, "serverless-state.json"), "utf8")).service.provider.stage;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (![FolderNotWritable, NotAPackage, WrongOption].some((known) => error instanceof known)) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}
