/**
 * Stands in for `@aws-sdk/credential-provider-node` in what is deployed (config/esbuild.yml): Lambda hands a function
 * its role's credentials in environment variables, so profiles, SSO, STS and instance metadata are never asked. They
 * were a fifth of each bundle.
 */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
