/**
 * `npm run test:soak`: checks the property of converges.test.ts on 100,000 histories, or `-- N`, on all cores, with
 * Chime and the SCIM servers, or `-- N DIRECTORY…` only with these. `SEED` repeats a run.
 */
import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { assertThatHistoriesConverge } from "./converge-property.ts";
import { SCIM_SERVERS } from "./histories.ts";
import type { DirectoryName } from "./simulation/history.ts";

/** How many histories a worker runs before it reports. */
const PORTION = 2000;

const directories = process.argv.length > 3 ? (process.argv.slice(3) as DirectoryName[]) : ["chime", ...SCIM_SERVERS];

const main = async (): Promise<void> => {
  const histories = Number(process.argv[2] ?? 100_000);
  const firstSeed = Number(process.env["SEED"] ?? Date.now() % 1_000_000_000);
  const startedAt = performance.now();
  const portions = Array.from({ length: Math.ceil(histories / PORTION) }, (_, index) => ({
    directories,
    seed: firstSeed + index,
    runs: Math.min(PORTION, histories - index * PORTION),
  }));
  let done = 0;
  const runPortions = async () => {
    for (let portion = portions.shift(); portion !== undefined; portion = portions.shift()) {
      await runInWorker(portion);
      done += portion.runs;
      const seconds = (performance.now() - startedAt) / 1000;
      console.log(`${done} histories, ${seconds.toFixed(0)} s, ${(done / seconds).toFixed(0)}/s`);
    }
  };
  console.log(`${histories} histories on ${availableParallelism()} cores; SEED=${firstSeed} repeats this run`);
  await Promise.all(Array.from({ length: availableParallelism() }, runPortions));
  console.log("No violations.");
};

type Portion = { readonly directories: readonly string[]; readonly seed: number; readonly runs: number };

const runInWorker = (portion: Portion): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: portion });
    worker.once("message", (failure: string | null) => (failure === null ? resolve() : reject(new Error(failure))));
    worker.once("error", reject);
  });

if (isMainThread) {
  await main().catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
} else {
  const failure = await assertThatHistoriesConverge(workerData.directories, workerData.runs, workerData.seed).then(
    () => null,
    (error: Error) => `${error.message}\n${(error.cause as Error | undefined)?.message ?? ""}`,
  );
  parentPort?.postMessage(failure);
}
