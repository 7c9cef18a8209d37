import { functionEnvironment } from "../adapters/lambda/function-environment.ts";
import { type License, NO_LICENSE } from "../domain/accounts/license.ts";
import type { EmployeeRecord } from "../domain/employee-record.ts";
import { applyDue } from "../domain/facts/apply-fact.ts";
import { explain, type RuleTrace } from "../domain/policy/explain.ts";
import { QUEUES } from "../events/catalogue.ts";
import { CommandFailed } from "./errors.ts";
import { MASK } from "./mask.ts";
import { compileFor, ownPolicyFile, stageOf } from "./policy/policy-file.ts";
import { lambdaName, withLambda } from "./stage-functions.ts";

/**
 * What the stage's policy file says of an employee: the license (`none` for no account) by which rule, and what came of
 * each rule, in order; no rule is asked about somebody who left, or of whom no fact counts yet. Without `reveal` what HR
 * said is masked in `rules`. `isDeployed` says whether the functions have this very policy; missing if they do not say.
 */
export type PolicyOnEmployee =
  | {
      readonly file: string;
      readonly isDeployed?: boolean;
      readonly license?: License;
      readonly rule?: string;
      readonly rules: readonly RuleTrace[];
    }
  | { readonly problem: string };

/** Never throws: what is wrong with the file is said, and the rest of an employee is shown. */
export const policyOnEmployee = async (
  record: EmployeeRecord,
  stage: string,
  reveal: boolean,
): Promise<PolicyOnEmployee> => {
  try {
    const loaded = stageOf(stage);
    const policyFile = ownPolicyFile(stage, loaded);
    const { digest, policy } = compileFor(stage, loaded, policyFile);
    const deployed = await deployedDigest(stage);
    const { desired, rules = [] } = explain(applyDue(record, new Date()), policy) ?? {};
    return {
      file: policyFile.fileName,
      ...(deployed === undefined ? {} : { isDeployed: deployed === digest }),
      ...(desired === undefined
        ? {}
        : { license: desired.entitled ? desired.license : NO_LICENSE, rule: desired.rule }),
      rules: reveal ? rules : maskedTraces(rules),
    };
  } catch (error) {
    if (error instanceof CommandFailed) return { problem: error.message };
    throw error;
  }
};

/** One call, of which the rest does not depend: whoever may read records need not be allowed to read functions. */
const deployedDigest = async (stage: string): Promise<string | undefined> => {
  try {
    const name = lambdaName(stage, QUEUES.hired.functionName);
    const environment = await withLambda(stage, (client) => functionEnvironment(client, name));
    return environment["LICENSE_POLICY_DIGEST"];
  } catch {
    return undefined;
  }
};

/** Members of which a value says nothing of who it is. */
const HARMLESS: ReadonlySet<string> = new Set(["event", "level"]);

/** Rules without what HR said: `employee show` and `policy explain` show no more of it without `--reveal`. */
export const maskedTraces = (rules: readonly RuleTrace[]): readonly RuleTrace[] => rules.map(masked);

const masked = (trace: RuleTrace): RuleTrace => {
  if (trace.outcome !== "failed" || trace.failed.value === undefined || HARMLESS.has(trace.failed.member)) return trace;
  return { ...trace, failed: { ...trace.failed, value: MASK } };
};
