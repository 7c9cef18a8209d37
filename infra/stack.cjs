const { join } = require("node:path");

/** serverless.yml asks here for what infra/stack.ts makes. CommonJS, because the framework loads nothing else. */
module.exports = async ({ resolveVariable }) => {
  const { LicensePolicyError } = await import("../config/compile-license-policy.ts");
  const { loadStagePolicy } = await import("../config/load-license-policy.ts");
  const { messageOnly } = await import("../config/message-only.ts");
  const { stackOf } = await import("./stack.ts");
  const { stageOf } = await import("./stage.ts");
  const [stage, settings] = await Promise.all(
    ["sls:stage", "self:custom.settings"].map((name) => resolveVariable(name)),
  );
  const { digest } = messageOnly(LicensePolicyError, () => loadStagePolicy(join(__dirname, "../config"), stage));
  return stackOf(stageOf(stage, settings, digest));
};
