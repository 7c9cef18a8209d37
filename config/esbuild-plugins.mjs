import { join } from "node:path";
import { directoryPlugin } from "./directory-plugin.ts";
import { licensePolicyPlugin } from "./license-policy-plugin.ts";

/** Errors name files as they are in the project, not as they are from the folder of the packaging. */
const projectPathsPlugin = {
  name: "project-paths",
  setup({ initialOptions }) {
    initialOptions.absWorkingDir = join(import.meta.dirname, "..");
  },
};

/** Called by serverless-esbuild, which loads only JavaScript. */
export default (serverless) => [
  licensePolicyPlugin(import.meta.dirname, serverless.service.provider.stage),
  directoryPlugin(import.meta.dirname, serverless.service.provider.stage),
  projectPathsPlugin,
];
