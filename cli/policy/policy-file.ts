import { join, relative } from "node:path";
import { buffer } from "node:stream/consumers";
import { policyFileOf, stagePolicyOf } from "../../config/load-license-policy.ts";
import { type LoadedStage, loadStage } from "../../config/load-stage.ts";
import { LOCAL } from "../../config/local-stage.ts";
import { isSettingsError } from "../../config/message-only.ts";
import { decodeText, readTextFile } from "../../config/text-file.ts";
import type { StagePolicy } from "../../domain/policy/license-policy.ts";
import { localStack } from "../environment.ts";
import { CommandFailed, UsageError } from "../errors.ts";
import { CONFIG } from "../project.ts";
import type { StagePolicies } from "./policy-diff.ts";

/** A policy's YAML, and what it is called in errors. */
export type PolicyFile = { readonly fileName: string; readonly text: string };

/** The policy of all stages that have none of their own. */
export const SHARED = relative("", join(CONFIG, "license-policy.yml"));

/** Reads a policy; `-` is stdin, so that `git show main:config/license-policy.yml` can be piped. @throws UsageError */
export const readPolicyFile = async (path: string): Promise<PolicyFile> => {
  if (path !== "-") return policyIn(path);
  const fileName = "stdin";
  return { fileName, text: decodeText(await buffer(process.stdin), { fileName, failWith }) };
};

const policyIn = (path: string): PolicyFile => ({
  fileName: path,
  text: readTextFile(path, { fileName: path, failWith }),
});

const failWith = (message: string, cause?: unknown) => new UsageError(message, { cause });

/** The stage with its directory; of `local` that of the stack that runs, if one does. @throws CommandFailed */
export const stageOf = (stage: string): LoadedStage =>
  orFailed(() => loadStage(CONFIG, stage, stage === LOCAL ? localStack()?.directory.name : undefined));

/** The policy that a stage has. @throws UsageError if it cannot be read */
export const ownPolicyFile = (stage: string, { directory }: LoadedStage): PolicyFile =>
  policyIn(relative("", join(CONFIG, policyFileOf(CONFIG, stage, directory.name))));

/** A policy as this stage would have it, with the licenses of its directory. @throws CommandFailed with each problem */
export const compileFor = (stage: string, loaded: LoadedStage, file: PolicyFile): StagePolicy =>
  orFailed(() => stagePolicyOf(file.text, { fileName: file.fileName, stage, loaded }));

/** Two policies as a stage would have them. @throws UsageError, CommandFailed with each problem */
export const readStagePolicies = async (oldPath: string, newPath: string, stage: string): Promise<StagePolicies> => {
  if (oldPath === "-" && newPath === "-") throw new UsageError("only one of the two policies may be `-`");
  const loaded = stageOf(stage);
  const before = compileFor(stage, loaded, await readPolicyFile(oldPath));
  const after = compileFor(stage, loaded, await readPolicyFile(newPath));
  return { before, after, licenses: loaded.directory.licenses.map(({ name }) => name) };
};

/** Calls `act`, and makes what is wrong in a file of config/ the failure of the command. */
export const orFailed = <T>(act: () => T): T => {
  try {
    return act();
  } catch (cause) {
    throw isSettingsError(cause) ? new CommandFailed(cause.message, { cause }) : cause;
  }
};
