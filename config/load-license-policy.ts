import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LicensePolicy, StagePolicy } from "../domain/policy/license-policy.ts";
import { compileLicensePolicy, type LicenseRules } from "./compile-license-policy.ts";
import { readStageSettings } from "./stage-settings.ts";

const POLICY_FILE = /^license-policy(\.[a-z0-9-]+)?\.yml$/;

/**
 * A stage's policy: the rules of `license-policy.<stage>.yml` if `directory` has it, else of `license-policy.yml`, and
 * `leave` of the stage in `stages.yml`. @throws LicensePolicyError, StageSettingsError
 */
export const loadLicensePolicy = (directory: string, stage: string): LicensePolicy => {
  const { leave } = readStageSettings(readFileSync(join(directory, "stages.yml"), "utf8"), stage);
  const ofStage = `license-policy.${stage}.yml`;
  const fileName = POLICY_FILE.test(ofStage) && existsSync(join(directory, ofStage)) ? ofStage : "license-policy.yml";
  return { leave, ...compileFile(directory, fileName) };
};

/**
 * A stage's policy with what tells it from another stage's, and from another version.
 * @throws LicensePolicyError, StageSettingsError
 */
export const loadStagePolicy = (directory: string, stage: string): StagePolicy => {
  const policy = loadLicensePolicy(directory, stage);
  return { stage, digest: createHash("sha256").update(JSON.stringify(policy)).digest("hex"), policy };
};

/** The rules of every policy file of a directory, by name. @throws LicensePolicyError at the first bad one */
export const loadAllLicenseRules = (directory: string): ReadonlyMap<string, LicenseRules> =>
  new Map(
    readdirSync(directory)
      .filter((fileName) => POLICY_FILE.test(fileName))
      .map((fileName) => [fileName, compileFile(directory, fileName)]),
  );

const compileFile = (directory: string, fileName: string): LicenseRules =>
  compileLicensePolicy(readFileSync(join(directory, fileName), "utf8"), `config/${fileName}`);
