import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";

const TEMPLATE = "cloudformation-template-update-stack.json";
/** What config/license-policy-plugin.ts puts into a bundle, as esbuild minifies it. */
const BUNDLED_POLICY = /\{stage:"([^"]*)",digest:"([0-9a-f]{64})",policy:/;

type Lambda = {
  readonly Type: string;
  readonly Properties: {
    readonly Handler: string;
    readonly Code: { readonly S3Key: string };
    readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
  };
};

type Expected = { readonly stage: string; readonly chimeAccountId: string };

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

const checkLambda = (directory: string, { stage, chimeAccountId }: Expected, { Properties }: Lambda): void => {
  const { STAGE, LICENSE_POLICY_DIGEST, CHIME_ACCOUNT_ID } = Properties.Environment?.Variables ?? {};
  const policy = `${stage} ${LICENSE_POLICY_DIGEST}`;
  const checks = [
    ["the license policy in its template", `${STAGE} ${LICENSE_POLICY_DIGEST}`, policy],
    ["the license policy in its bundle", policyIn(directory, Properties), policy],
    ["the Chime account", String(CHIME_ACCOUNT_ID), chimeAccountId],
  ] as const;
  for (const [what, found, expected] of checks)
    if (found !== expected)
      throw new Error(`${Properties.Handler}: ${what} is ${found || "none"}, not ${expected}: package it again`);
};

const policyIn = (directory: string, { Code }: Lambda["Properties"]): string => {
  const zip = join(directory, Code.S3Key.slice(Code.S3Key.lastIndexOf("/") + 1));
  const bundle = Object.values(unzipSync(readFileSync(zip))).map((file) => Buffer.from(file).toString());
  const [, stage, digest] = BUNDLED_POLICY.exec(bundle.join("\n")) ?? [];
  return stage === undefined ? "none" : `${stage} ${digest}`;
};
