import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";

const TEMPLATE = "cloudformation-template-update-stack.json";
/** What config/license-policy-plugin.ts puts into a bundle, as esbuild minifies it. */
const BUNDLED_POLICY = /\{stage:"([^"]*)",digest:"([0-9a-f]{64})",policy:/;
/** What config/directory-plugin.ts puts there for a SCIM directory. */
const BUNDLED_URL = /protocol:"scim",baseUrl:"([^"]*)"/;

type Lambda = {
  readonly Type: string;
  readonly Properties: {
    readonly Handler: string;
    readonly Code: { readonly S3Key: string };
    readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
  };
};

/** `chimeAccountId` is empty for a stage with another directory, `baseUrl` for one with Chime. */
type Expected = { readonly stage: string; readonly chimeAccountId: string; readonly baseUrl: string };

/**
 * Checks a package before it is deployed: template and bundles are of the stage and of the same license policy, and the
 * directory is the stage's. @throws Error that names the function that is not
 */
export const checkPackage = (directory: string, expected: Expected): void => {
  const { Resources } = JSON.parse(readFileSync(join(directory, TEMPLATE), "utf8"));
  const lambdas = Object.values<Lambda>(Resources).filter(({ Type }) => Type === "AWS::Lambda::Function");
  const withPolicy = lambdas.filter(({ Properties }) => "STAGE" in (Properties.Environment?.Variables ?? {}));
  if (withPolicy.length === 0) throw new Error(`${directory} has no function with a license policy`);
  for (const lambda of withPolicy) checkLambda(directory, expected, lambda);
};

const checkLambda = (directory: string, { stage, chimeAccountId, baseUrl }: Expected, { Properties }: Lambda): void => {
  const { STAGE, LICENSE_POLICY_DIGEST, CHIME_ACCOUNT_ID } = Properties.Environment?.Variables ?? {};
  const policy = `${stage} ${LICENSE_POLICY_DIGEST}`;
  const bundle = bundleIn(directory, Properties);
  const checks = [
    ["the license policy in its template", `${STAGE} ${LICENSE_POLICY_DIGEST}`, policy],
    ["the license policy in its bundle", policyIn(bundle), policy],
    ["the Chime account", String(CHIME_ACCOUNT_ID ?? ""), chimeAccountId],
    ["the SCIM directory in its bundle", BUNDLED_URL.exec(bundle)?.[1] ?? "", baseUrl],
  ] as const;
  for (const [what, found, expected] of checks)
    if (found !== expected)
      throw new Error(
        `${Properties.Handler}: ${what} is ${found || "none"}, not ${expected || "none"}: package it again`,
      );
};

const bundleIn = (directory: string, { Code }: Lambda["Properties"]): string => {
  const zip = join(directory, Code.S3Key.slice(Code.S3Key.lastIndexOf("/") + 1));
  const files = Object.values(unzipSync(readFileSync(zip))).map((file) => Buffer.from(file).toString());
  return files.join("\n");
};

const policyIn = (bundle: string): string => {
  const [, stage, digest] = BUNDLED_POLICY.exec(bundle) ?? [];
  return stage === undefined ? "none" : `${stage} ${digest}`;
};
