import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { YOUNG_GENERATION_MB } from "./aws/function-runtime.ts";
import type { LocalQueue } from "./aws/queues.ts";
import type { QueueModel, TableModel } from "./aws/template.ts";
import type { AccountSettingsInput } from "./chime/account-settings.ts";
import type { ScimEmulatorOptions } from "./scim/emulator.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** What an emulator needs; `port` 0 lets the system choose one. */
export type EmulatorSettings = { readonly port: number } & (
  | { readonly emulates: "sqs"; readonly models: readonly QueueModel[]; readonly region: string }
  | { readonly emulates: "dynamodb"; readonly models: readonly TableModel[]; readonly region: string }
  | { readonly emulates: "secrets"; readonly secrets: Readonly<Record<string, string>>; readonly region: string }
  | { readonly emulates: "chime"; readonly accounts: readonly AccountSettingsInput[] }
  | ({ readonly emulates: "scim" } & Omit<ScimEmulatorOptions, "port" | "now">)
);

/** What the thread gets: `folder` is where DynamoDB keeps its tables. */
export type ThreadSettings = EmulatorSettings & { readonly folder?: string | undefined };

/** `queues` is what SQS has, `baseUrl` the SCIM base URL. */
export type StartedEmulator = {
  readonly endpoint: string;
  readonly queues?: readonly LocalQueue[];
  readonly baseUrl?: string;
};

/**
 * Starts an emulator in a thread of its own. In one event loop with the pollers and the log, a DynamoDB that had to wait
 * for the machine looked like one that is down. The tables are in files: in memory those of 50,000 employees took more
 * than all else. @throws the system's EADDRINUSE if the port is in use
 */
export const startEmulator = async (
  settings: EmulatorSettings,
): Promise<StartedEmulator & { stop(): Promise<void> }> => {
  const folder = settings.emulates === "dynamodb" ? makeTemporaryFolder() : undefined;
  const worker = new Worker(new URL("./emulator-thread.ts", import.meta.url), {
    workerData: { ...settings, folder: folder?.path } satisfies ThreadSettings,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const stop = async (): Promise<void> => {
    await worker.terminate();
    folder?.remove();
  };
  try {
    const [started] = (await once(worker, "message")) as [StartedEmulator];
    return { ...started, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
