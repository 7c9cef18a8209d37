import { join } from "node:path";
import { withChimeAccount } from "../../config/chime-account.ts";
import { loadLicensePolicy } from "../../config/load-license-policy.ts";
import { loadStage } from "../../config/load-stage.ts";
import { isSettingsError } from "../../config/message-only.ts";

const CONFIG = join(import.meta.dirname, "../../config");

/** `localDirectory` is what the stage local keeps in step, `chimeAccountId` is CHIME_ACCOUNT_ID of the environment. */
type StageOf = {
  readonly stage: string;
  readonly localDirectory?: string | undefined;
  readonly chimeAccountId?: string | undefined;
};

/**
 * What is wrong with stage, directory file or license policy, a line for each; undefined if nothing is. The framework
 * asks twice for what it packages, and would print each of them twice, among words of its own. `folder` is config/.
 */
export const settingsProblem = (
  { stage, localDirectory, chimeAccountId }: StageOf,
  folder = CONFIG,
): string | undefined => {
  try {
    const loaded = loadStage(folder, stage, localDirectory);
    if (loaded.directory.protocol === "chime") withChimeAccount(stage, loaded, chimeAccountId);
    loadLicensePolicy(folder, stage, loaded);
    return undefined;
  } catch (error) {
    if (isSettingsError(error)) return error.message;
    throw error;
  }
};
