const { readFileSync } = require("node:fs");
const { join } = require("node:path");

/** serverless.yml asks here for its stage's settings. CommonJS, because the framework loads nothing else. */
module.exports = async ({ resolveVariable }) => {
  const { messageOnly } = await import("./message-only.ts");
  const { readStageSettings, StageSettingsError, withChimeAccount } = await import("./stage-settings.ts");
  const stage = await resolveVariable("sls:stage");
  const text = readFileSync(join(__dirname, "stages.yml"), "utf8");
  return messageOnly(StageSettingsError, () =>
    withChimeAccount(stage, readStageSettings(text, stage), process.env.CHIME_ACCOUNT_ID),
  );
};
