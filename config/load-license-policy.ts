import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { LeavePolicy, LicensePolicy, StagePolicy } from "../domain/policy/license-policy.ts";
import { compileLicensePolicy, LicensePolicyError, type LicenseRules } from "./compile-license-policy.ts";
import { type LoadedStage, loadStage } from "./load-stage.ts";
import { readTextFile } from "./text-file.ts";

const POLICY_FILE = /^license-policy(\.[a-z0-9-]+)?\.yml$/;

/**
 * A stage's policy: the rules of its policy file, with the licenses of its directory, and `leave` of the stage in
 * `stages.yml`, else of the directory file. `folder` is config/; `loaded` is the stage.
 * @throws LicensePolicyError, StageSettingsError, DirectoryFileError
 */
export const loadLicensePolicy = (folder: string, stage: string, loaded = loadStage(folder, stage)): LicensePolicy => {
  const fileName = policyFileOf(folder, stage, loaded.directory.name);
  return policyOf(textOf(folder, fileName), `config/${fileName}`, loaded);
};

const policyOf = (text: string, fileName: string, loaded: LoadedStage): LicensePolicy => {
  const { licenses, can } = loaded.directory;
  const names = licenses.map(({ name }) => name);
  return {
    leave: leaveOf(loaded),
    canRename: can.rename,
    ...compileLicensePolicy(text, { fileName, licenses: names }),
  };
};

/**
 * `license-policy.<stage>.yml` if the folder has it, else that of the directory, whose licenses it gives, else
 * `license-policy.yml`.
 */
export const policyFileOf = (folder: string, stage: string, directory: string): string =>
  [stage, directory]
    .map((name) => `license-policy.${name}.yml`)
    .find((fileName) => POLICY_FILE.test(fileName) && existsSync(join(folder, fileName))) ?? "license-policy.yml";

const leaveOf = ({ settings, directory }: LoadedStage): LeavePolicy => {
  const { license, suspend } = settings.leave ?? { ...directory.leave, suspend: directory.leave.deactivate };
  return { ...(license === undefined ? {} : { license }), suspend };
};

/**
 * A stage's policy with what tells it from another stage's, and from another version.
 * @throws LicensePolicyError, StageSettingsError, DirectoryFileError
 */
export const loadStagePolicy = (folder: string, stage: string): StagePolicy =>
  withDigest(stage, loadLicensePolicy(folder, stage));

const withDigest = (stage: string, policy: LicensePolicy): StagePolicy => ({
  stage,
  digest: createHash("sha256").update(JSON.stringify(policy)).digest("hex"),
  policy,
});

/** A policy that may not be the stage's own, by its YAML, and what it is called in errors. */
type PolicyText = { readonly fileName: string; readonly stage: string; readonly loaded: LoadedStage };

/** What `loadStagePolicy` would return if the stage had this policy. @throws LicensePolicyError */
export const stagePolicyOf = (text: string, { fileName, stage, loaded }: PolicyText): StagePolicy =>
  withDigest(stage, policyOf(text, fileName, loaded));

/** The names of the policy files of a folder: that of all stages, and those of stages and directories. */
export const policyFiles = (folder: string): readonly string[] =>
  readdirSync(folder).filter((fileName) => POLICY_FILE.test(fileName));

/** The rules of a policy file, whichever stage has it. They may give any license. @throws LicensePolicyError */
export const loadLicenseRules = (folder: string, fileName: string): LicenseRules =>
  compileLicensePolicy(textOf(folder, fileName), { fileName: `config/${fileName}` });

const textOf = (folder: string, fileName: string): string =>
  readTextFile(join(folder, fileName), {
    fileName: `config/${fileName}`,
    failWith: (message, cause) => new LicensePolicyError(message, { cause }),
  });
