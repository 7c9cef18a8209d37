const { join } = require("node:path");

/** serverless.yml asks here for what infra/stack.ts makes. CommonJS, because the framework loads nothing else. */
module.exports = async ({ resolveVariable }) => {
  const { loadStagePolicy } = await import("../config/load-license-policy.ts");
  const { loadStage } = await import("../config/load-stage.ts");
  const { messageOnly } = await import("../config/message-only.ts");
  const { stackOf } = await import("./stack.ts");
  const { stageOf } = await import("./stage.ts");
  const [stage, settings] = await Promise.all(
    ["sls:stage", "self:custom.settings"].map((name) => resolveVariable(name)),
  );
  const folder = join(__dirname, "../config");
  const { digest } = messageOnly(() => loadStagePolicy(folder, stage));
  const { directory } = messageOnly(() => loadStage(folder, stage));
  return stackOf(stageOf(stage, settings, { policyDigest: digest, directory }));
};
