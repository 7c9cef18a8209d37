import { confirmStage } from "./confirm-stage.ts";
import { requireAccount, whatStays } from "./deploy-guard.ts";

/** Serverless Framework plugin: checks before a stage is deployed or removed, but not when it is only packaged. */
export default function deployGuard(serverless, _options, { log }) {
  const { custom, provider } = serverless.service;
  const [command] = serverless.processedInput.commands;

  /** The framework prints its own errors as a message, and all others with their stack. */
  const refuse = (error) => {
    throw new serverless.classes.Error(error.message, "DEPLOY_GUARD");
  };
  return {
    hooks: {
      // The first hook of a deployment: nothing is packaged if the account is unknown.
      "before:package:cleanup": async () => {
        if (command === "deploy")
          await Promise.try(requireAccount, provider.stage, custom.chimeAccountId).catch(refuse);
      },
      "before:remove:remove": async () => {
        log.notice(whatStays(provider.stage, custom.settings.keepData));
        const confirmed = process.env.SEATKEEPER_CONFIRM === provider.stage;
        const otherwise = `set SEATKEEPER_CONFIRM=${provider.stage}`;
        await confirmStage(provider.stage, { confirmed, otherwise }).catch(refuse);
      },
    },
  };
}
