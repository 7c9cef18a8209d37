import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadDirectoryFile } from "../../../config/load-stage.ts";
import { LOCAL_CREDENTIALS } from "../../../local/aws/credentials.ts";
import { type LocalSecrets, startSecrets } from "../../../local/aws/secrets.ts";
import { startScimEmulator } from "../../../local/scim/emulator.ts";
import { LOCAL_CLIENT, LOCAL_TOKEN } from "../../../local/scim/tokens.ts";
import { connectDirectory as connectChime } from "../../../runtime/directories/chime.ts";
import { connectDirectory } from "../../../runtime/directories/scim.ts";

const INVOCATION = { members: 1, remainingMs: 30_000, signal: new AbortController().signal };
const PERSON = { employeeId: "E1", email: "ana@example.com", displayName: "Ana Diaz" };
const SECRETS = {
  bearer: LOCAL_TOKEN,
  oauth2: JSON.stringify(LOCAL_CLIENT),
};
const close: (() => Promise<void>)[] = [];
let secrets: LocalSecrets;

beforeEach(() => {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", LOCAL_CREDENTIALS.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", LOCAL_CREDENTIALS.secretAccessKey);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const stop of close.splice(0)) await stop();
});

test.each([["figma"], ["zoom"]] as const)("a function reads the secret of %s and reaches it", async (name) => {
  const file = loadDirectoryFile("config", name);
  if (file.protocol !== "scim") throw new Error("a SCIM directory");
  secrets = await startSecrets({ [file.auth.secret]: SECRETS[file.auth.scheme] }, 0, "us-east-1");
  const emulator = await startScimEmulator({ profile: name, port: 0 });
  close.push(secrets.close, emulator.close);
  vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.endpoint);
  vi.stubEnv("DIRECTORY_URL", emulator.baseUrl);
  vi.stubEnv("DIRECTORY_TOKEN_URL", `${emulator.endpoint}/oauth/token`);
  const { find, create } = connectDirectory(file)(INVOCATION);
  const { id } = await create(PERSON, file.licenses.at(-1)?.name ?? "");
  expect(await find(PERSON.email)).toMatchObject({ id, license: file.licenses.at(-1)?.name, active: true });
});

test("a file of another protocol is refused at the cold start", () => {
  expect(() => connectDirectory(loadDirectoryFile("config", "chime"))).toThrow("is none of SCIM: package it again");
  expect(() => connectChime(loadDirectoryFile("config", "slack"))).toThrow("is none of Chime: package it again");
});
