import { ChimeClient } from "@aws-sdk/client-chime";
import type { AccountSettingsInput } from "../../local/chime/account-settings.ts";
import { startChimeEmulator } from "../../local/chime/emulator.ts";
import type { Call } from "../../local/emulator/call-log.ts";

export const ACCOUNT = {
  accountId: "account-1",
  accountType: "EnterpriseLWA",
  defaultLicense: "Basic",
  supportedLicenses: ["Basic", "Pro", "ProTrial"],
} as const satisfies AccountSettingsInput;

/** The headers of a request that is signed for Chime, by anybody. */
export const SIGNED = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=test/20261101/us-east-1/chime/aws4_request, SignedHeaders=host;x-amz-date, Signature=0",
  "x-amz-date": "20261101T000000Z",
  "content-type": "application/json",
};

/** Starts an emulator on its own port, with a real client and its control endpoints. */
export const emulatorForTest = async (...accounts: readonly AccountSettingsInput[]) => {
  const emulator = await startChimeEmulator({ port: 0, accounts: accounts.length > 0 ? accounts : [ACCOUNT] });
  const client = new ChimeClient({
    region: "us-east-1",
    endpoint: emulator.endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 1_000, throwOnRequestTimeout: true },
  });
  const control = `${emulator.endpoint}/_emulator`;
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${control}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text === "" ? undefined : JSON.parse(text);
  };
  return {
    ...emulator,
    client,
    control,
    setFaults: (settings: object): Promise<unknown> => call("PUT", "/faults", settings),
    /** Calls a control endpoint, and returns the JSON of its response. @throws Error with the body of a refusal */
    call,
    calls: async (): Promise<readonly Call[]> =>
      ((await (await fetch(`${control}/calls`)).json()) as { calls: readonly Call[] }).calls,
    reset: async (): Promise<void> => {
      await fetch(`${control}/faults`, { method: "DELETE" });
      await fetch(`${control}/calls`, { method: "DELETE" });
    },
    close: async (): Promise<void> => {
      client.destroy();
      await emulator.close();
    },
  };
};
