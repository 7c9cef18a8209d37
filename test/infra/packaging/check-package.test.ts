import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkPackage } from "../../../infra/packaging/check-package.ts";

const [DIGEST, OTHER] = ["a".repeat(64), "b".repeat(64)];
const PROD = { stage: "prod", chimeAccountId: "account" };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "package-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A package of one function with a license policy, and one without. */
const write = (variables: object = {}, policy = `{stage:"prod",digest:"${DIGEST}",policy:{rules:[]}}`): void => {
  const lambda = (name: string, Variables: object) => ({
    Type: "AWS::Lambda::Function",
    Properties: { Handler: `${name}.handler`, Code: { S3Key: `some/prefix/${name}.zip` }, Environment: { Variables } },
  });
  const own = { STAGE: "prod", LICENSE_POLICY_DIGEST: DIGEST, CHIME_ACCOUNT_ID: "account", ...variables };
  const Resources = { Hired: lambda("hired", own), Seats: lambda("seats", {}), Queue: { Type: "AWS::SQS::Queue" } };
  writeFileSync(join(directory, "cloudformation-template-update-stack.json"), JSON.stringify({ Resources }));
  writeFileSync(join(directory, "hired.zip"), zipSync({ "hired.mjs": Buffer.from(`var x=${policy};`) }));
};

test("a package whose template and bundles are of the stage may be deployed", () => {
  write();
  expect(checkPackage(directory, PROD)).toBeUndefined();
});

test.each([
  ["a template of another stage", { STAGE: "dev" }, undefined, `the license policy in its template is dev ${DIGEST}`],
  ["a bundle of another stage", {}, `{stage:"dev",digest:"${DIGEST}",policy:{}}`, "in its bundle is dev"],
  ["a bundle with another policy", {}, `{stage:"prod",digest:"${OTHER}",policy:{}}`, `in its bundle is prod ${OTHER}`],
  ["a bundle without a policy", {}, "{}", "the license policy in its bundle is none"],
  ["another Chime account", { CHIME_ACCOUNT_ID: "theirs" }, undefined, "the Chime account is theirs, not account"],
  ["no Chime account", { CHIME_ACCOUNT_ID: "" }, undefined, "the Chime account is none, not account"],
])("a package with %s may not", (_, variables, policy, message) => {
  write(variables, policy);
  expect(() => checkPackage(directory, PROD)).toThrow(message);
});

test("a package in which no function has a policy may not", () => {
  const file = join(directory, "cloudformation-template-update-stack.json");
  writeFileSync(file, JSON.stringify({ Resources: {} }));
  expect(() => checkPackage(directory, PROD)).toThrow("has no function with a license policy");
});
