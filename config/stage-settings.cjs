const { readFileSync } = require("node:fs");
const { join } = require("node:path");

/** serverless.yml asks here for its stage's settings. CommonJS, because the framework loads nothing else. */
module.exports = async ({ resolveVariable }) => {
  const { readStageSettings, StageSettingsError } = await import("./stage-settings.ts");
  try {
    return readStageSettings(readFileSync(join(__dirname, "stages.yml"), "utf8"), await resolveVariable("sls:stage"));
  } catch (error) {
    // The framework prints the stack if there is one; the message is enough for whoever edits stages.yml.
    if (error instanceof StageSettingsError) error.stack = error.message;
    throw error;
  }
};
