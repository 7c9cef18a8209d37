import { type Checked, checkFolder } from "../../../config/check-folder.ts";
import { compileLicensePolicy, type LicenseRules } from "../../../config/compile-license-policy.ts";
import { isSettingsError } from "../../../config/message-only.ts";
import { CommandFailed } from "../../errors.ts";
import { compileFor, ownPolicyFile, type PolicyFile, readPolicyFile, stageOf } from "../../policy/policy-file.ts";
import { warning } from "../../print.ts";
import type { CommandResult } from "../../program.ts";
import { CONFIG } from "../../project.ts";

export type CheckOptions = { readonly stage?: string; readonly json?: boolean };

/** `--json`: a line for each file and stage that is right, and for each problem, with file, line and column. */
export type PolicyCheckDocument = Checked;

/**
 * `seatkeeper policy check [FILE]`: what is wrong in a policy, with the licenses of a stage's directory if one is given.
 * Without a file it checks the stage's own policy; without either, all policies, directories and stages.
 * @throws UsageError if the file cannot be read
 */
export const policyCheck = async (
  path: string | undefined,
  { stage, json = false }: CheckOptions,
): Promise<CommandResult> => {
  const { lines, warnings, problems } =
    path === undefined && stage === undefined ? checkFolder(CONFIG) : await checkOne(path, stage);
  const complete = problems.length === 0;
  if (json) return { text: JSON.stringify({ lines, warnings, problems }, null, 2), complete };
  const wrong = complete ? {} : { problem: problems.join("\n") };
  return {
    text: [...lines, ...warnings.map((text) => `${warning("warning:")} ${text}`)].join("\n"),
    complete,
    ...wrong,
  };
};

const checkOne = async (path: string | undefined, stage: string | undefined): Promise<PolicyCheckDocument> => {
  const given = path === undefined ? undefined : await readPolicyFile(path);
  try {
    return { lines: [describe(given, stage)], warnings: [], problems: [] };
  } catch (error) {
    if (!(error instanceof CommandFailed || isSettingsError(error))) throw error;
    return { lines: [], warnings: [], problems: error.message.split("\n") };
  }
};

const describe = (given: PolicyFile | undefined, stage: string | undefined): string => {
  const { file, rules } = compileGiven(given, stage);
  const where = stage === undefined ? "" : ` in ${stage}`;
  return `${file.fileName}: ${rules.rules.length} rules, else ${rules.default.license}${where}`;
};

const compileGiven = (
  given: PolicyFile | undefined,
  stage: string | undefined,
): { readonly file: PolicyFile; readonly rules: LicenseRules } => {
  if (stage === undefined && given !== undefined)
    return { file: given, rules: compileLicensePolicy(given.text, { fileName: given.fileName }) };
  const loaded = stageOf(stage ?? "");
  const file = given ?? ownPolicyFile(stage ?? "", loaded);
  return { file, rules: compileFor(stage ?? "", loaded, file).policy };
};
