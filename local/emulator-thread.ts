/** One emulator of the embedded stack. Runs in a worker thread: start-emulator.ts starts it and gets its endpoint. */
import { parentPort, workerData } from "node:worker_threads";
import { startQueues } from "./aws/queues.ts";
import { startTables } from "./aws/tables.ts";
import { startChimeEmulator } from "./chime/emulator.ts";
import type { StartedEmulator, ThreadSettings } from "./start-emulator.ts";

const start = (settings: ThreadSettings): Promise<StartedEmulator> => {
  if (settings.emulates === "sqs") return startQueues(settings.models, settings.port, settings.region);
  if (settings.emulates === "dynamodb")
    return startTables(settings.models, settings.port, settings.region, settings.folder);
  return startChimeEmulator(settings);
};

const { endpoint, queues } = await start(workerData);
parentPort?.postMessage({ endpoint, ...(queues && { queues }) } satisfies StartedEmulator);
