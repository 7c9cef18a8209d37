/** Part of `npm run check`: compiles every license policy in this folder for its stages, and reports what is wrong. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LicensePolicyError } from "./compile-license-policy.ts";
import { loadAllLicenseRules, loadLicensePolicy } from "./load-license-policy.ts";
import { StageSettingsError, stagesIn } from "./stage-settings.ts";

const FOLDER = import.meta.dirname;

try {
  for (const [fileName, { rules, default: otherwise }] of loadAllLicenseRules(FOLDER)) {
    console.log(`${fileName}: ${rules.length} rules, else ${otherwise.license}`);
  }
  for (const stage of stagesIn(readFileSync(join(FOLDER, "stages.yml"), "utf8"))) {
    const { license, suspend } = loadLicensePolicy(FOLDER, stage).leave;
    console.log(`stages.yml: ${stage}: who left has ${license}${suspend ? ", suspended" : ""}`);
  }
} catch (error) {
  if (!(error instanceof LicensePolicyError || error instanceof StageSettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
