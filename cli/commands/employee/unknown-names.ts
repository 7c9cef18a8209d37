import { oneOf } from "../../../config/nearest.ts";
import { NO_LICENSE } from "../../../domain/accounts/license.ts";
import { LEFT } from "../../../domain/reconcile/desire.ts";
import { CommandFailed } from "../../errors.ts";
import { compileFor, ownPolicyFile, stageOf } from "../../policy/policy-file.ts";
import type { EmployeeFilter } from "../../select-employees.ts";

/**
 * For a list of nobody: a line for each of its filters that names a license or a rule which the stage does not have. It is
 * no error, because employees may still have what a policy gave that is gone. None if the stage's files cannot be read.
 */
export const unknownNames = (stage: string, { license, rule }: EmployeeFilter): readonly string[] => {
  const known = knownNames(stage);
  if (known === undefined) return [];
  return [
    ...noteOn(`The stage ${stage} has no license`, known.licenses, license),
    ...noteOn(`The stage ${stage} has no rule`, known.rules, rule),
  ];
};

const noteOn = (problem: string, names: readonly string[], given: string | undefined): readonly string[] =>
  given === undefined || names.includes(given) ? [] : [`${problem} ${given}: expected ${oneOf(names, given)}`];

const knownNames = (stage: string) => {
  try {
    const loaded = stageOf(stage);
    const { policy } = compileFor(stage, loaded, ownPolicyFile(stage, loaded));
    const licenses = [...loaded.directory.licenses.map(({ name }) => name), NO_LICENSE];
    return { licenses, rules: [...policy.rules, policy.default].map(({ name }) => name).concat(LEFT) };
  } catch (error) {
    if (error instanceof CommandFailed) return undefined;
    throw error;
  }
};
