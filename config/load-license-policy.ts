import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { LeavePolicy, LicensePolicy, StagePolicy } from "../domain/policy/license-policy.ts";
import { compileLicensePolicy, LicensePolicyError, type LicenseRules } from "./compile-license-policy.ts";
import { type LoadedStage, loadStage } from "./load-stage.ts";

const POLICY_FILE = /^license-policy(\.[a-z0-9-]+)?\.yml$/;

/**
 * A stage's policy: the rules of its policy file, with the licenses of its directory, and `leave` of the stage in
 * `stages.yml`, else of the directory file. `folder` is config/; `loaded` is the stage.
 * @throws LicensePolicyError, StageSettingsError, DirectoryFileError
 */
export const loadLicensePolicy = (folder: string, stage: string, loaded = loadStage(folder, stage)): LicensePolicy => {
  const { licenses, can } = loaded.directory;
  const names = licenses.map(({ name }) => name);
  return {
    leave: leaveOf(loaded),
    canRename: can.rename,
    ...compileFile(folder, policyFileOf(folder, stage, loaded.directory.name), names),
  };
};

/**
 * `license-policy.<stage>.yml` if the folder has it, else that of the directory, whose licenses it gives, else
 * `license-policy.yml`.
 */
const policyFileOf = (folder: string, stage: string, directory: string): string =>
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
export const loadStagePolicy = (folder: string, stage: string): StagePolicy => {
  const policy = loadLicensePolicy(folder, stage);
  return { stage, digest: createHash("sha256").update(JSON.stringify(policy)).digest("hex"), policy };
};

/** The names of the policy files of a folder: that of all stages, and those of stages and directories. */
export const policyFiles = (folder: string): readonly string[] =>
  readdirSync(folder).filter((fileName) => POLICY_FILE.test(fileName));

/** The rules of a policy file, whichever stage has it. They may give any license. @throws LicensePolicyError */
export const loadLicenseRules = (folder: string, fileName: string): LicenseRules => compileFile(folder, fileName);

const compileFile = (folder: string, fileName: string, licenses?: readonly string[]): LicenseRules =>
  compileLicensePolicy(textOf(folder, fileName), { fileName: `config/${fileName}`, licenses });

const textOf = (folder: string, fileName: string): string => {
  try {
    return readFileSync(join(folder, fileName), "utf8");
  } catch (cause) {
    const reason = (cause as { readonly code?: string }).code === "ENOENT" ? "is missing" : "cannot be read";
    throw new LicensePolicyError(`config/${fileName}: the license policy ${reason}: docs/license-policy.md`, { cause });
  }
};
