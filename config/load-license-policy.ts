import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LicensePolicy, StagePolicy } from "../domain/policy/license-policy.ts";
import { compileLicensePolicy } from "./compile-license-policy.ts";

const POLICY_FILE = /^license-policy(\.[a-z0-9-]+)?\.yml$/;

/**
 * A stage's policy: `license-policy.<stage>.yml` if `directory` has it, else `license-policy.yml`.
 * @throws LicensePolicyError
 */
export const loadLicensePolicy = (directory: string, stage: string): LicensePolicy => {
  const ofStage = `license-policy.${stage}.yml`;
  const fileName = POLICY_FILE.test(ofStage) && existsSync(join(directory, ofStage)) ? ofStage : "license-policy.yml";
  return compileFile(directory, fileName);
};

/** A stage's policy with what tells it from another stage's, and from another version. @throws LicensePolicyError */
export const loadStagePolicy = (directory: string, stage: string): StagePolicy => {
  const policy = loadLicensePolicy(directory, stage);
  return { stage, digest: createHash("sha256").update(JSON.stringify(policy)).digest("hex"), policy };
};

/** Every policy file of a directory, by name. @throws LicensePolicyError at the first bad one */
export const loadAllLicensePolicies = (directory: string): ReadonlyMap<string, LicensePolicy> =>
  new Map(
    readdirSync(directory)
      .filter((fileName) => POLICY_FILE.test(fileName))
      .map((fileName) => [fileName, compileFile(directory, fileName)]),
  );

const compileFile = (directory: string, fileName: string): LicensePolicy =>
  compileLicensePolicy(readFileSync(join(directory, fileName), "utf8"), `config/${fileName}`);
