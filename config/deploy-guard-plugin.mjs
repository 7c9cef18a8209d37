import { confirmStage } from "./confirm-stage.ts";
import { requireAccount, whatStays } from "./deploy-guard.ts";

/** Serverless Framework plugin: what must be right before a stage is deployed or removed. Packaging needs none of it. */
export default function deployGuard(serverless, _options, { log }) {
  const { custom, provider } = serverless.service;
  const [command] = serverless.processedInput.commands;

  /** The framework shows its own errors as a message, any other with its stack. */
  const refuse = (error) => {
    throw new serverless.classes.Error(error.message, "DEPLOY_GUARD");
  };
  return {
    hooks: {
      // The first hook of a deployment: nothing is packaged for an account that is not named.
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
