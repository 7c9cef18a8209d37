import { tagsOf, withTags } from "./tags.ts";

/** Serverless Framework plugin: tags the stack, and each resource of the finished template that can have tags. */
export default function tagsPlugin(serverless) {
  const { custom, provider } = serverless.service;
  return {
    hooks: {
      initialize: () => {
        provider.stackTags = tagsOf(provider.stage, custom.settings.tags);
      },
      "after:aws:package:finalize:mergeCustomProviderResources": () => {
        const template = provider.compiledCloudFormationTemplate;
        template.Resources = withTags(template.Resources, provider.stackTags);
      },
    },
  };
}
