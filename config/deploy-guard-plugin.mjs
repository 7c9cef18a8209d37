import { confirmStage } from "./confirm-stage.ts";
import { requireAwsAccount, requireChimeAccount, requireDeployed, requireRegion, whatStays } from "./deploy-guard.ts";

/** Serverless Framework plugin: checks before a stage is deployed or removed, but not when it is only packaged. */
export default function deployGuard(serverless, options, { log }) {
  const { custom, provider } = serverless.service;
  const command = serverless.processedInput.commands.join(" ");

  /** The framework prints its own errors as a message, and all others with their stack. */
  const refuse = (error) => {
    throw new serverless.classes.Error(error.message, "DEPLOY_GUARD");
  };
  const check = (...call) => Promise.try(...call).catch(refuse);
  const checkAwsAccount = async () => {
    const { awsAccountId } = custom.settings;
    if (awsAccountId === "") return;
    await check(requireAwsAccount, provider.stage, awsAccountId, await serverless.getProvider("aws").getAccountId());
  };
  const checkAccounts = async () => {
    const { protocol, chimeAccountId } = custom.settings;
    if (protocol === "chime") await check(requireChimeAccount, provider.stage, chimeAccountId);
    await checkAwsAccount();
  };

  return {
    hooks: {
      initialize: async () => {
        await check(requireRegion, provider.stage, custom.settings.region, options.region);
        if (command === "deploy" || command === "remove") await check(requireDeployed, command, options.stage);
      },
      // The first hook of a deployment: nothing is packaged if an account is unknown or another.
      "before:package:cleanup": async () => {
        if (command === "deploy") await checkAccounts();
      },
      // With `--package` nothing is packaged.
      "before:deploy:deploy": checkAccounts,
      "before:remove:remove": async () => {
        await checkAwsAccount();
        log.notice(whatStays(provider.stage, custom.settings.keepData));
        const confirmed = process.env.SEATKEEPER_CONFIRM === provider.stage;
        const otherwise = `set SEATKEEPER_CONFIRM=${provider.stage}`;
        await confirmStage(provider.stage, { confirmed, otherwise }).catch(refuse);
      },
    },
  };
}
