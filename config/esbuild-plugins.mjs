import { licensePolicyPlugin } from "./license-policy-plugin.ts";

/** Called by serverless-esbuild, which loads only JavaScript. */
export default (serverless) => [licensePolicyPlugin(import.meta.dirname, serverless.service.provider.stage)];
