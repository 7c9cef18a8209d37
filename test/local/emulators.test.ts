import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { LOCAL_CREDENTIALS } from "../../local/aws/credentials.ts";
import { localAccount } from "../../local/chime/account-settings.ts";
import { type EmulatorSettings, startEmulator } from "../../local/start-emulator.ts";

const REGION = "us-east-1";
const SETTINGS: readonly EmulatorSettings[] = [
  { emulates: "sqs", port: 0, region: REGION, models: [{ logicalId: "Q", name: "q", attributes: {} }] },
  { emulates: "dynamodb", port: 0, region: REGION, models: [] },
  { emulates: "chime", port: 0, accounts: [localAccount("account")] },
  { emulates: "scim", port: 0, profile: "scim" },
];
const emulators = await Promise.all(SETTINGS.map(startEmulator));
afterAll(() => Promise.all(emulators.map(({ stop }) => stop())));

const get = async (url: string, headers: Readonly<Record<string, string>>) => {
  const [response] = await once(request(url, { headers }).end(), "response");
  response.resume();
  return { status: response.statusCode, allowed: response.headers["access-control-allow-origin"] };
};

describe.each(SETTINGS.map(({ emulates }, index) => [emulates, emulators[index]?.endpoint ?? ""]))("%s", (_, url) => {
  test("takes no request for a host name that a web page has rebound to this machine", async () => {
    expect(await get(url, { host: "evil.example" })).toEqual({ status: 403, allowed: undefined });
    expect((await get(url, { host: "localhost" })).status).not.toBe(403);
  });

  test("lets no web page read a response", async () => {
    expect(await get(url, { origin: "https://evil.example" })).toEqual({ status: 403, allowed: undefined });
    const own = await get(url, { origin: new URL(url).origin });
    expect(own.allowed).toBeUndefined();
  });

  test("listens on 127.0.0.1 only", async () => {
    // Every address of 127.0.0.0/8 is this machine: a server on all interfaces would take the connection.
    const socket = connect(Number(new URL(url).port), "127.0.0.2");
    await expect(once(socket, "connect")).rejects.toThrow();
  });
});

test("a port in use is an error with its code", async () => {
  const port = Number(new URL(emulators[0]?.endpoint ?? "").port);
  for (const settings of SETTINGS) {
    await expect(startEmulator({ ...settings, port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  }
});

describe("the files of DynamoDB", () => {
  const parent = mkdtempSync(join(tmpdir(), "emulators-"));
  const models = [{ logicalId: "T", name: "employees", hashKey: "id" }];
  const settings: EmulatorSettings = { emulates: "dynamodb", port: 0, region: REGION, models };
  beforeAll(() => {
    vi.stubEnv("TMPDIR", parent);
    return () => {
      vi.unstubAllEnvs();
      rmSync(parent, { recursive: true });
    };
  });

  test("are in a temporary folder while it runs", async () => {
    const { stop } = await startEmulator(settings);
    const folders = readdirSync(parent);
    expect(folders).toHaveLength(1);
    expect(readdirSync(join(parent, folders[0] ?? ""))).toContain("CURRENT");
    await stop();
    expect(readdirSync(parent)).toEqual([]);
  });

  test("are gone if it cannot start", async () => {
    const port = Number(new URL(emulators[0]?.endpoint ?? "").port);
    await expect(startEmulator({ ...settings, port })).rejects.toThrow();
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe("the queues take the characters that SQS takes", () => {
  const client = new SQSClient({
    endpoint: emulators[0]?.endpoint ?? "",
    region: REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  const QueueUrl = emulators[0]?.queues?.[0]?.url;
  beforeAll(() => () => client.destroy());

  test.each(["🎉", "\t\n\r", "\ud7ff\ue000\ufffd", "\u{10000}\u{10ffff}"])("%j", async (body) => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    expect(Messages?.map(({ Body }) => Body)).toEqual([body]);
  });

  test.each(["\u0000", "\u001f", "\ufffe", "\uffff", "\ud83d"])("but not %j", async (body) => {
    const Entries = [
      { Id: "bad", MessageBody: body },
      { Id: "good", MessageBody: "🎉" },
    ];
    const { Failed, Successful } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Failed).toMatchObject([{ Id: "bad", Code: "InvalidMessageContents", SenderFault: true }]);
    expect(Successful).toMatchObject([{ Id: "good" }]);
    await expect(client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }))).rejects.toThrow(
      "Invalid characters",
    );
  });
});
