import { afterEach, expect, test, vi } from "vitest";
import type { LocalStack } from "../../cli/environment.ts";
import { stageDirectory } from "../../cli/stage-directory.ts";
import { startScimEmulator } from "../../local/scim/emulator.ts";
import { startEmulator } from "../../local/start-emulator.ts";

const running = vi.hoisted((): { stack: LocalStack | undefined } => ({ stack: undefined }));
vi.mock("../../cli/environment.ts", async (original) => ({
  ...(await original<object>()),
  localStack: () => running.stack,
}));
afterEach(() => {
  running.stack = undefined;
  vi.unstubAllEnvs();
});

const stackOf = (directory: LocalStack["directory"], secretsManager = "http://127.0.0.1:1"): LocalStack => ({
  sqs: "http://127.0.0.1:1",
  dynamodb: "http://127.0.0.1:1",
  lambda: "http://127.0.0.1:1",
  secretsManager,
  directory,
  pid: process.pid,
});

test("the stage local is what npm run dev started: its directory, addresses and secret", async () => {
  const scim = await startScimEmulator({ profile: "zoom", port: 0 });
  const secrets = { "seatkeeper/local/zoom": "the secret" };
  const manager = await startEmulator({ emulates: "secrets", port: 0, secrets, region: "us-east-1" });
  const directory = { name: "zoom", url: scim.baseUrl, tokenUrl: `${scim.endpoint}/oauth/token` };
  running.stack = stackOf(directory, manager.endpoint);
  const stage = stageDirectory("local");
  expect(stage).toMatchObject({ file: { name: "zoom" }, scim: { baseUrl: scim.baseUrl } });
  expect(stage).toMatchObject({ scim: { file: { auth: { tokenUrl: directory.tokenUrl } } } });
  expect("scim" in stage && (await stage.scim.secret())).toBe("the secret");
  expect(stage.policy().default.license).toBe("basic");
  await manager.stop();
  await scim.close();
});

test("Chime runs there, too", () => {
  running.stack = stackOf({ name: "chime", url: "http://127.0.0.1:2" });
  expect(stageDirectory("local")).toMatchObject({ file: { name: "chime" }, chime: { accountId: "local-account" } });
});

test.each([
  ["local", "No local stack is running"],
  ["nowhere", 'There is no stage "nowhere"'],
  [
    "dev",
    /^config\/stages\.yml:\d+:3: dev\.chimeAccountId: it is empty: set it, or the environment variable CHIME_ACCOUNT_ID/,
  ],
])("the stage %s is refused: %s", (stage, message) => {
  vi.stubEnv("CHIME_ACCOUNT_ID", "");
  expect(() => stageDirectory(stage)).toThrow(message);
});

test("the Chime account may be in the environment, as for a deployment", () => {
  vi.stubEnv("CHIME_ACCOUNT_ID", "account-9");
  expect(stageDirectory("dev")).toMatchObject({ chime: { accountId: "account-9" } });
});
