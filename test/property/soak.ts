/** `npm run soak`: the property of converges.test.ts over 100,000 histories, or `-- N`, on all cores. `SEED` repeats a run. */
import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { assertThatHistoriesConverge } from "./converge-property.ts";

/** Histories between two reports of a worker. */
const PORTION = 500;

const main = async (): Promise<void> => {
  const histories = Number(process.argv[2] ?? 100_000);
  const firstSeed = Number(process.env["SEED"] ?? Date.now() % 1_000_000_000);
  const startedAt = performance.now();
  const portions = Array.from({ length: Math.ceil(histories / PORTION) }, (_, index) => firstSeed + index);
  let done = 0;
  const runPortions = async () => {
    for (let seed = portions.shift(); seed !== undefined; seed = portions.shift()) {
      await runInWorker(seed);
      done += PORTION;
      const seconds = (performance.now() - startedAt) / 1000;
      console.log(`${done} histories, ${seconds.toFixed(0)} s, ${(done / seconds).toFixed(0)}/s`);
    }
  };
  console.log(`${histories} histories on ${availableParallelism()} cores; SEED=${firstSeed} repeats this`);
  await Promise.all(Array.from({ length: availableParallelism() }, runPortions));
  console.log("No violation.");
};

const runInWorker = (seed: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { seed } });
    worker.once("message", (failure: string | null) => (failure === null ? resolve() : reject(new Error(failure))));
    worker.once("error", reject);
  });

if (isMainThread) {
  await main().catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
} else {
  const failure = await assertThatHistoriesConverge(PORTION, workerData.seed).then(
    () => null,
    (error: Error) => `${error.message}\n${(error.cause as Error | undefined)?.message ?? ""}`,
  );
  parentPort?.postMessage(failure);
}
