import { loadLicensePolicy, loadLicenseRules, policyFiles } from "./load-license-policy.ts";
import { directoryNames, type LoadedStage, loadDirectoryFile, loadStage } from "./load-stage.ts";
import { isSettingsError } from "./message-only.ts";
import { sharedDirectories } from "./shared-directories.ts";
import { loadStages } from "./stage-settings.ts";

/**
 * A line for each file and each stage that is right, and one for each problem of the others. What is warned of may be
 * meant.
 */
export type Checked = {
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
  readonly problems: readonly string[];
};

/**
 * Compiles every license policy and every directory file of a folder, whether a stage has it or not, and every stage, its
 * policy with the licenses of its directory. `folder` is config/.
 */
export const checkFolder = (folder: string): Checked => {
  const lines: string[] = [];
  const problems: string[] = [];
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch (error) {
      if (!isSettingsError(error)) throw error;
      problems.push(...error.message.split("\n"));
      return undefined;
    }
  };
  const check = (describe: () => string): void => {
    const line = attempt(describe);
    if (line !== undefined) lines.push(line);
  };
  for (const fileName of policyFiles(folder)) check(() => describePolicy(folder, fileName));
  for (const name of directoryNames(folder)) check(() => describeDirectory(folder, name));
  const loaded = new Map<string, LoadedStage>();
  for (const stage of attempt(() => loadStages(folder).names) ?? [])
    check(() => {
      const each = loadStage(folder, stage);
      loaded.set(stage, each);
      return describeStage(folder, stage, each);
    });
  // What is wrong in one file is wrong for each stage that has it.
  return { lines, warnings: sharedDirectories(loaded), problems: [...new Set(problems)] };
};

const describePolicy = (folder: string, fileName: string): string => {
  const { rules, default: otherwise } = loadLicenseRules(folder, fileName);
  return `${fileName}: ${rules.length} rules, else ${otherwise.license}`;
};

const describeDirectory = (folder: string, name: string): string => {
  const file = loadDirectoryFile(folder, name);
  const deletes = file.protocol === "scim" && file.irreversible === true;
  const licenses = file.licenses.map((license) => license.name).join(", ");
  return `directories/${name}.yml: ${licenses}${deletes ? "; deletes who left, which cannot be undone" : ""}`;
};

const describeStage = (folder: string, stage: string, loaded: LoadedStage): string => {
  const { license, suspend } = loadLicensePolicy(folder, stage, loaded).leave;
  const left = license === undefined ? "is" : `has ${license}${suspend ? "," : ""}`;
  return `stages.yml: ${stage}: ${loaded.directory.name}; who left ${left}${suspend ? " suspended" : ""}`;
};
