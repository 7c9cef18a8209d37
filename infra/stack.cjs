/** serverless.yml asks here for what infra/stack.ts makes. CommonJS, because the framework loads nothing else. */
module.exports = async ({ resolveVariable }) => {
  const { stackOf } = await import("./stack.ts");
  const { stageOf } = await import("./stage.ts");
  const names = ["self:custom.prefix", "self:custom.chimeAccountId", "self:custom.settings"];
  return stackOf(stageOf(...(await Promise.all(names.map((name) => resolveVariable(name))))));
};
