import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";

type Hooks = Readonly<Record<string, () => Promise<void> | void>>;
/** A plugin as the framework makes it. By URL: the plugins have no types. */
const hooksOf = async (file: string, serverless: object): Promise<Hooks> => {
  const { default: plugin } = await import(new URL(`../../${file}`, import.meta.url).href);
  return plugin(serverless, {}, { log: { notice: () => undefined } }).hooks;
};

const serviceDir = mkdtempSync(join(tmpdir(), "plugins-"));
afterAll(() => rmSync(serviceDir, { recursive: true }));

/** What the framework shows a plugin while it deploys. The credentials are of 444455556666. */
const deploying = (settings: object) => {
  const getAccountId = vi.fn(async () => "444455556666");
  return {
    service: { custom: { settings }, provider: { stage: "prod" } },
    processedInput: { commands: ["deploy"] },
    classes: { Error },
    serviceDir,
    getProvider: () => ({ getAccountId }),
    getAccountId,
  };
};

// test/infra/packaging/packaging.test.ts shows that the framework calls these, and what it has not done by then.
const DEPLOY_GUARD = "config/deploy-guard-plugin.mjs";

test.each(["before:package:cleanup", "before:deploy:deploy", "before:remove:remove"])(
  "%s refuses credentials of another AWS account than the stage's",
  async (hook) => {
    const serverless = deploying({ awsAccountId: "111122223333", chimeAccountId: "account" });
    const hooks = await hooksOf(DEPLOY_GUARD, serverless);
    await expect(hooks[hook]?.()).rejects.toThrow("The stage prod belongs to the AWS account 111122223333");
  },
);

test.each(["before:package:cleanup", "before:deploy:deploy"])(
  "%s refuses a stage without a Chime account",
  async (hook) => {
    const hooks = await hooksOf(DEPLOY_GUARD, deploying({ awsAccountId: "", protocol: "chime", chimeAccountId: "" }));
    await expect(hooks[hook]?.()).rejects.toThrow("The stage prod has no Chime account ID");
  },
);

test("a stage of another directory needs no Chime account", async () => {
  const hooks = await hooksOf(DEPLOY_GUARD, deploying({ awsAccountId: "", protocol: "scim" }));
  await expect(hooks["before:deploy:deploy"]?.()).resolves.toBeUndefined();
});

test("a stage of no AWS account is deployed with any credentials, which are not asked for", async () => {
  const serverless = deploying({ awsAccountId: "", chimeAccountId: "account" });
  const hooks = await hooksOf(DEPLOY_GUARD, serverless);
  await expect(hooks["before:deploy:deploy"]?.()).resolves.toBeUndefined();
  expect(serverless.getAccountId).not.toHaveBeenCalled();
});

test("a package is checked before its stack is made", async () => {
  const hooks = await hooksOf("infra/packaging/plugin.mjs", deploying({ chimeAccountId: "account" }));
  mkdirSync(join(serviceDir, ".serverless"));
  const template = join(serviceDir, ".serverless/cloudformation-template-update-stack.json");
  writeFileSync(template, JSON.stringify({ Resources: {} }));
  expect(() => hooks["before:aws:deploy:deploy:createStack"]?.()).toThrow("has no function with a license policy");
});
