/**
 * `npm run package | deploy | remove -- --stage S`: the Serverless Framework, each time in a folder of its own. What
 * `package` makes is put into `.build/<stage>`, or the folder that `--package` names, once it is whole.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { FolderNotWritable, makePrivateFolder } from "./private-folder.ts";
import { NotAPackage, replacePackage } from "./replace-package.ts";
import { runServerless } from "./run-serverless.ts";

const PROJECT = join(import.meta.dirname, "../..");

const main = async ([command = "", ...args]: readonly string[]): Promise<number> => {
  const { packageFolder, others } = splitPackageFolder(args);
  const folder = makePrivateFolder(PROJECT);
  // What `package` makes is copied below; `deploy --package DIR` deploys what was packaged before.
  const from = command === "package" || packageFolder === undefined ? [] : ["--package", resolve(packageFolder)];
  const { exitCode } = await runServerless(folder, [command, ...others, ...from]);
  const made = join(folder, ".serverless");
  if (exitCode === 0 && command === "package" && !others.includes("--help")) {
    const target = packageFolder === undefined ? join(PROJECT, ".build", stageOf(made)) : resolve(packageFolder);
    replacePackage(made, target);
    console.error(`Template and zip files are in ${target}`);
  }
  return exitCode;
};

/** The value of `--package` or `-p`, and the arguments without it. The framework itself checks the rest. */
const splitPackageFolder = (args: readonly string[]) => {
  const { tokens } = parseArgs({
    args: [...args],
    options: { package: { type: "string", short: "p" } },
    strict: false,
    tokens: true,
  });
  const token = tokens.find((one) => one.kind === "option" && one.name === "package");
  // The framework refuses an option without its value.
  if (token?.kind !== "option" || !token.value) return { packageFolder: undefined, others: args };
  const length = token.inlineValue === false ? 2 : 1;
  return { packageFolder: token.value, others: args.filter((_, i) => i < token.index || i >= token.index + length) };
};

const stageOf = (packaged: string): string =>
  JSON.parse(readFileSync(join(packaged, "serverless-state.json"), "utf8")).service.provider.stage;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof FolderNotWritable || error instanceof NotAPackage)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
