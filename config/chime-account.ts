import type { LoadedStage } from "./load-stage.ts";
import { LOCAL, type ResolvedSettings } from "./stage-settings.ts";

/**
 * A stage's settings with the Chime account of the environment variable CHIME_ACCOUNT_ID if the file has none. An empty
 * variable is none. @throws StageSettingsError if file and variable name two accounts
 */
export const withChimeAccount = (
  stage: string,
  { settings, wrong }: Pick<LoadedStage, "settings" | "wrong">,
  variable: string | undefined,
): ResolvedSettings => {
  const given = variable?.trim() ?? "";
  if (stage === LOCAL || given === "" || given === settings.chimeAccountId) return settings;
  if ((settings.chimeAccountId ?? "") === "") return { ...settings, chimeAccountId: given };
  const reason =
    `it is ${settings.chimeAccountId}, but the environment variable CHIME_ACCOUNT_ID is ${given}: unset the variable, ` +
    "or correct the file";
  throw wrong([{ setting: ["chimeAccountId"], reason }]);
};
