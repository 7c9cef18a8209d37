import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadLicensePolicy, loadLicenseRules, policyFiles } from "./load-license-policy.ts";
import { directoryNames, loadDirectoryFile, loadStage } from "./load-stage.ts";
import { isSettingsError } from "./message-only.ts";
import { stagesIn } from "./stage-settings.ts";

/** A line for each file and each stage that is right, and one for each problem of the others. */
type Checked = { readonly lines: readonly string[]; readonly problems: readonly string[] };

/**
 * Compiles every license policy and every directory file of a folder, whether a stage has it or not, and every stage, its
 * policy with the licenses of its directory. `folder` is config/.
 */
export const checkFolder = (folder: string): Checked => {
  const lines: string[] = [];
  const problems: string[] = [];
  const check = (describe: () => string): void => {
    try {
      lines.push(describe());
    } catch (error) {
      if (!isSettingsError(error)) throw error;
      problems.push(...error.message.split("\n"));
    }
  };
  for (const fileName of policyFiles(folder)) check(() => describePolicy(folder, fileName));
  for (const name of directoryNames(folder)) check(() => describeDirectory(folder, name));
  for (const stage of stagesIn(readFileSync(join(folder, "stages.yml"), "utf8")))
    check(() => describeStage(folder, stage));
  // What is wrong in one file is wrong for each stage that has it.
  return { lines, problems: [...new Set(problems)] };
};

const describePolicy = (folder: string, fileName: string): string => {
  const { rules, default: otherwise } = loadLicenseRules(folder, fileName);
  return `${fileName}: ${rules.length} rules, else ${otherwise.license}`;
};

const describeDirectory = (folder: string, name: string): string => {
  const file = loadDirectoryFile(folder, name);
  const deletes = file.protocol === "scim" && file.deactivateBy === "delete";
  const licenses = file.licenses.map((license) => license.name).join(", ");
  return `directories/${name}.yml: ${licenses}${deletes ? "; deletes who left, which cannot be undone" : ""}`;
};

const describeStage = (folder: string, stage: string): string => {
  const { license, suspend } = loadLicensePolicy(folder, stage).leave;
  const left = license === undefined ? "is" : `has ${license}${suspend ? "," : ""}`;
  return `stages.yml: ${stage}: ${loadStage(folder, stage).directory.name}; who left ${left}${suspend ? " suspended" : ""}`;
};
