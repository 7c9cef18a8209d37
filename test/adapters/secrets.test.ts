import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { awsSecret } from "../../adapters/secrets.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws/credentials.ts";
import { type LocalSecrets, startSecrets } from "../../local/aws/secrets.ts";

const NAME = "seatkeeper/dev/figma";
const REGION = "us-east-1";
let secrets: LocalSecrets;
let clock: number;

beforeEach(async () => {
  clock = 0;
  secrets = await startSecrets({ [NAME]: "first", "seatkeeper/dev/empty": " " }, 0, REGION);
  vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.endpoint);
  vi.stubEnv("AWS_REGION", REGION);
  vi.stubEnv("AWS_ACCESS_KEY_ID", LOCAL_CREDENTIALS.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", LOCAL_CREDENTIALS.secretAccessKey);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  await secrets.close();
});

const secretOf = (name = NAME) => awsSecret(name, undefined, () => clock);

const rotate = async (text: string): Promise<void> => {
  const client = new SecretsManagerClient({
    endpoint: secrets.endpoint,
    region: REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  await client.send(new PutSecretValueCommand({ SecretId: NAME, SecretString: text }));
  client.destroy();
};

test("is read once, and then taken from the cache", async () => {
  const secret = secretOf();
  expect(await secret.read()).toBe("first");
  await rotate("second");
  expect(await secret.read()).toBe("first");
});

test("is read again by whoever was refused with it", async () => {
  const secret = secretOf();
  await secret.read();
  await rotate("second");
  expect(await secret.readAgain()).toBe("second");
  expect(await secret.read()).toBe("second");
});

test("is read again once for all who were refused within ten seconds", async () => {
  const secret = secretOf();
  await secret.readAgain();
  await rotate("second");
  clock = 9_999;
  expect(await secret.readAgain()).toBe("first");
  clock = 10_000;
  expect(await secret.readAgain()).toBe("second");
});

test("is read again five minutes after it was read", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  const secret = secretOf();
  await secret.read();
  await rotate("second");
  vi.setSystemTime(299_000);
  expect(await secret.read()).toBe("first");
  vi.setSystemTime(301_000);
  expect(await secret.read()).toBe("second");
});

test.each([
  ["that does not exist", "seatkeeper/dev/other", "cannot be read: ResourceNotFoundException"],
  ["that is empty", "seatkeeper/dev/empty", "is empty, or no text"],
])("a secret %s is a denied access that may be put right", async (_, name, message) => {
  const failure = { code: "DirectoryAccessDenied", retryable: true, message: `the secret ${name} ${message}` };
  await expect(secretOf(name).read()).rejects.toMatchObject(failure);
});

test("a secret that could not be read again is asked for at the next call", async () => {
  const secret = secretOf();
  await secrets.close();
  await expect(secret.readAgain()).rejects.toMatchObject({ code: "DirectoryUnavailable" });
  secrets = await startSecrets({ [NAME]: "back" }, Number(new URL(secrets.endpoint).port), REGION);
  expect(await secret.readAgain()).toBe("back");
});
