import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkPackage } from "../../../infra/packaging/check-package.ts";

const [DIGEST, OTHER] = ["a".repeat(64), "b".repeat(64)];
const PROD = { stage: "prod", chimeAccountId: "account", baseUrl: "" };
const POLICY = `{stage:"prod",digest:"${DIGEST}",policy:{rules:[]}}`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "package-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A package of one function with a license policy, and one without. */
const write = (variables: object = {}, bundled = POLICY): void => {
  const lambda = (name: string, Variables: object) => ({
    Type: "AWS::Lambda::Function",
    Properties: { Handler: `${name}.handler`, Code: { S3Key: `some/prefix/${name}.zip` }, Environment: { Variables } },
  });
  const own = { STAGE: "prod", LICENSE_POLICY_DIGEST: DIGEST, CHIME_ACCOUNT_ID: "account", ...variables };
  const Resources = { Hired: lambda("hired", own), Seats: lambda("seats", {}), Queue: { Type: "AWS::SQS::Queue" } };
  writeFileSync(join(directory, "cloudformation-template-update-stack.json"), JSON.stringify({ Resources }));
  writeFileSync(join(directory, "hired.zip"), zipSync({ "hired.mjs": Buffer.from(`var x=${bundled};`) }));
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

test("a package for a SCIM directory has its address, and no Chime account", () => {
  const baseUrl = "https://www.figma.com/scim/v2/1234";
  const figma = { stage: "prod", chimeAccountId: "", baseUrl };
  const bundled = (url: string) => `${POLICY},d={can:{create:!0},protocol:"scim",baseUrl:"${url}",auth:{}}`;
  const noAccount = { CHIME_ACCOUNT_ID: undefined };
  write(noAccount, bundled(baseUrl));
  expect(checkPackage(directory, figma)).toBeUndefined();
  write({}, bundled(baseUrl));
  expect(() => checkPackage(directory, figma)).toThrow("the Chime account is account, not none");
  write(noAccount, bundled("https://www.figma.com/scim/v2/5678"));
  const message =
    "the SCIM directory in its bundle is https://www.figma.com/scim/v2/5678, not https://www.figma.com/scim";
  expect(() => checkPackage(directory, figma)).toThrow(message);
  write(noAccount);
  expect(() => checkPackage(directory, figma)).toThrow("the SCIM directory in its bundle is none");
});

test("a package in which no function has a policy may not", () => {
  const file = join(directory, "cloudformation-template-update-stack.json");
  writeFileSync(file, JSON.stringify({ Resources: {} }));
  expect(() => checkPackage(directory, PROD)).toThrow("has no function with a license policy");
});
