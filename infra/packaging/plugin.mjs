import { join } from "node:path";
import { tagsOf, withTags } from "../tags.ts";
import { checkPackage } from "./check-package.ts";
import { isPrivateFolder } from "./private-folder.ts";

/** Serverless Framework plugin: a folder for each packaging, a check of what is deployed, and tags. */
export default function packaging(serverless) {
  const { custom, provider } = serverless.service;
  const command = serverless.processedInput.commands.join(" ");
  const refuse = (message) => {
    throw new serverless.classes.Error(message, "PACKAGING");
  };

  return {
    hooks: {
      initialize: () => {
        if (command === "deploy function")
          refuse("A function is not deployed alone, because its license policy would not be its stack's");
        if (["package", "deploy"].includes(command) && !isPrivateFolder(serverless.serviceDir))
          refuse(`Run \`npm run ${command}\`: it packages in a folder of its own, which no other stage writes into`);
        provider.stackTags = tagsOf(provider.stage, custom.settings.tags);
      },
      "after:aws:package:finalize:mergeCustomProviderResources": () => {
        const template = provider.compiledCloudFormationTemplate;
        template.Resources = withTags(template.Resources, provider.stackTags);
      },
      "before:aws:deploy:deploy:createStack": () => {
        try {
          const { protocol, chimeAccountId: account = "", baseUrl = "" } = custom.settings;
          const chimeAccountId = protocol === "chime" ? account : "";
          const expected = { stage: provider.stage, chimeAccountId, baseUrl };
          checkPackage(join(serverless.serviceDir, ".serverless"), expected);
        } catch (error) {
          refuse(error.message);
        }
      },
    },
  };
}
