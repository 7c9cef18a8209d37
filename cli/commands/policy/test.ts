import { join, relative } from "node:path";
import { policyFiles } from "../../../config/load-license-policy.ts";
import { isSettingsError } from "../../../config/message-only.ts";
import { type TestedPolicy, testPolicyFile, testReport } from "../../../config/test-policies.ts";
import type { CommandResult } from "../../program.ts";
import { CONFIG } from "../../project.ts";

export type TestOptions = { readonly cases?: string; readonly json?: boolean };

/** `--json`: each policy with its cases, what came of each, and the rules that no case is about; or what is wrong. */
export type PolicyTestDocument = readonly (
  | TestedPolicy
  | { readonly policy: string; readonly problems: readonly string[] }
)[];

/**
 * `seatkeeper policy test [FILE…]`: asks policies about the cases beside them, all of config/ if no file is given.
 * Complete if all cases are right.
 */
export const policyTest = async (
  paths: readonly string[],
  { cases, json = false }: TestOptions,
): Promise<CommandResult> => {
  const chosen = paths.length > 0 ? paths : policyFiles(CONFIG).map((fileName) => relative("", join(CONFIG, fileName)));
  const tested: PolicyTestDocument = chosen.map((path) => testOne(path, cases));
  const reports = tested.map((each) =>
    "problems" in each ? { lines: [], problems: each.problems } : testReport(each),
  );
  const problems = reports.flatMap((report) => report.problems);
  const complete = problems.length === 0;
  if (json) return { text: JSON.stringify(tested, null, 2), complete };
  const text = reports.flatMap(({ lines }) => lines).join("\n");
  return { text, complete, ...(complete ? {} : { problem: problems.join("\n") }) };
};

const testOne = (path: string, casesPath: string | undefined): PolicyTestDocument[number] => {
  try {
    return testPolicyFile(path, { casesPath });
  } catch (error) {
    if (!isSettingsError(error)) throw error;
    return { policy: path, problems: error.message.split("\n") };
  }
};
