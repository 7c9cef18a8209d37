import { ChimeClient } from "@aws-sdk/client-chime";
import type { AccountSettings } from "../../local/chime/account.ts";
import type { Call } from "../../local/chime/call-log.ts";
import { startChimeEmulator } from "../../local/chime/emulator.ts";

export const ACCOUNT: AccountSettings = {
  accountId: "account-1",
  accountType: "EnterpriseDirectory",
  defaultLicense: "Basic",
  supportedLicenses: ["Basic", "Pro", "ProTrial"],
};

/** Starts an emulator on its own port, with real clients and its control endpoints. */
export const emulatorForTest = async () => {
  const emulator = await startChimeEmulator({ port: 0, account: ACCOUNT });
  const client = new ChimeClient({
    region: "us-east-1",
    endpoint: emulator.endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 1_000, throwOnRequestTimeout: true },
  });
  const control = `${emulator.endpoint}/_emulator`;
  return {
    ...emulator,
    client,
    control,
    setFaults: async (settings: object): Promise<void> => {
      const response = await fetch(`${control}/faults`, { method: "PUT", body: JSON.stringify(settings) });
      if (!response.ok) throw new Error(await response.text());
    },
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
