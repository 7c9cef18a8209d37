/** One emulator of the embedded stack. Runs in a worker thread: start-emulator.ts starts it and gets its endpoint. */
import { parentPort, workerData } from "node:worker_threads";
import { startQueues } from "./aws/queues.ts";
import { startTables } from "./aws/tables.ts";
import { startChimeEmulator } from "./chime/emulator.ts";
import type { EmulatorSettings, StartedEmulator } from "./start-emulator.ts";

const start = (settings: EmulatorSettings): Promise<StartedEmulator> => {
  if (settings.emulates === "sqs") return startQueues(settings.models, settings.port, settings.region);
  if (settings.emulates === "dynamodb") return startTables(settings.models, settings.port, settings.region);
  return startChimeEmulator(settings);
};

const { endpoint, queues } = await start(workerData);
parentPort?.postMessage({ endpoint, ...(queues && { queues }) } satisfies StartedEmulator);
