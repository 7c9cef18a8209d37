/** One emulator of the embedded stack. Runs in a worker thread: start-emulator.ts starts it and gets its endpoint. */
import { parentPort, workerData } from "node:worker_threads";
import { startQueues } from "./aws/queues.ts";
import { startSecrets } from "./aws/secrets.ts";
import { startTables } from "./aws/tables.ts";
import { startChimeEmulator } from "./chime/emulator.ts";
import { startScimEmulator } from "./scim/emulator.ts";
import type { StartedEmulator, ThreadSettings } from "./start-emulator.ts";

const start = (settings: ThreadSettings): Promise<StartedEmulator> => {
  if (settings.emulates === "sqs") return startQueues(settings.models, settings.port, settings.region);
  if (settings.emulates === "dynamodb")
    return startTables(settings.models, settings.port, settings.region, settings.folder);
  if (settings.emulates === "secrets") return startSecrets(settings.secrets, settings.port, settings.region);
  if (settings.emulates === "scim") return startScimEmulator(settings);
  return startChimeEmulator(settings);
};

const { endpoint, queues, baseUrl } = await start(workerData);
parentPort?.postMessage({ endpoint, ...(queues && { queues }), ...(baseUrl && { baseUrl }) } satisfies StartedEmulator);
