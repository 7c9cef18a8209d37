/**
 * serverless.yml asks here for its stage's settings; `protocol` is that of its directory, `baseUrl` the address if
 * it speaks SCIM. CommonJS, because the framework loads nothing else.
 */
module.exports = async ({ resolveVariable }) => {
  const { loadStage } = await import("./load-stage.ts");
  const { messageOnly } = await import("./message-only.ts");
  const { withChimeAccount } = await import("./chime-account.ts");
  const stage = await resolveVariable("sls:stage");
  return messageOnly(() => {
    const loaded = loadStage(__dirname, stage);
    const { settings, directory } = loaded;
    const { protocol } = directory;
    if (protocol !== "chime") return { ...settings, protocol, baseUrl: directory.baseUrl };
    return { ...withChimeAccount(stage, loaded, process.env.CHIME_ACCOUNT_ID), protocol };
  });
};
