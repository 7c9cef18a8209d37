import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { Worker } from "node:worker_threads";

/** The settings that start a worker; `bundle` is a file URL. */
export type WorkerSettings = {
  readonly name: string;
  readonly bundle: string;
  readonly handlerName: string;
  readonly memory: number;
};
/** Payloads are JSON text, as on Lambda. `deadline` is in ms since 1970. */
export type Invocation = { readonly requestId: string; readonly payload: string; readonly deadline: number };
export type InvocationResult =
  | { readonly succeeded: true; readonly payload: string }
  | { readonly succeeded: false; readonly errorType: string; readonly errorMessage: string };
export type WorkerMessage = { readonly ready: true } | (InvocationResult & { readonly requestId: string });

export type FunctionRuntimeOptions = WorkerSettings & {
  /** In seconds. */
  readonly timeout: number;
  /** All of the worker's environment variables: it inherits none from this process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
};

export type FunctionRuntime = {
  invoke(payload: unknown): Promise<InvocationResult>;
  /** Kills a worker in the middle of an invocation. Returns false if none is busy. */
  killBusy(): boolean;
  /** The live heap of each idle environment, in bytes. */
  liveHeaps(): Promise<number[]>;
  /** How long each idle environment has been on the CPU, its cold start included, in seconds. */
  cpuSeconds(): Promise<number[]>;
  close(): Promise<void>;
};

/**
 * Runs a function's bundle as Lambda does: each execution environment (a worker thread, cold at first, then warm) runs
 * one invocation at a time and is killed at the time-out. An environment stays warm after a thrown error; a dead one is
 * replaced.
 */
export const functionRuntime = (options: FunctionRuntimeOptions): FunctionRuntime => {
  const idle: Worker[] = [];
  const busy = new Set<Worker>();

  const run = async (payload: unknown): Promise<InvocationResult> => {
    const worker = idle.pop() ?? startWorker(options);
    busy.add(worker);
    const result = await invokeIn(worker, JSON.stringify(payload), options.timeout);
    busy.delete(worker);
    if (DEADLY.has(result.succeeded ? "" : result.errorType)) await worker.terminate();
    else idle.push(worker);
    return result;
  };

  return {
    invoke: run,
    killBusy: () => {
      const [worker] = busy;
      void worker?.terminate();
      return worker !== undefined;
    },
    liveHeaps: async () => {
      // Not idle meanwhile: a snapshot stops the worker for a second.
      const resting = idle.splice(0);
      const heaps = await Promise.all(resting.map(liveHeap));
      idle.push(...resting);
      return heaps;
    },
    cpuSeconds: async () => {
      const usages = await Promise.all(idle.map((worker) => worker.cpuUsage()));
      return usages.map(({ user, system }) => (user + system) / 1e6);
    },
    close: async () => {
      await Promise.all([...idle.splice(0), ...busy].map((worker) => worker.terminate()));
    },
  };
};

/** Takes a snapshot and discards it: nothing else makes a worker collect its garbage. */
const liveHeap = async (worker: Worker): Promise<number> => {
  await finished((await worker.getHeapSnapshot()).resume());
  return (await worker.getHeapStatistics()).used_heap_size;
};

/** After these errors the worker is dead or must be killed. The names are Lambda's. */
const TIMED_OUT = "Sandbox.Timedout";
const EXITED = "Runtime.ExitError";
const DEADLY = new Set([TIMED_OUT, EXITED]);

/** V8's own limit lets each thread keep a hundred megabytes of garbage, and there are many threads. */
export const YOUNG_GENERATION_MB = 16;

const ready = new WeakSet<Worker>();

const startWorker = ({ environment, onLog, name, bundle, handlerName, memory }: FunctionRuntimeOptions): Worker => {
  const settings: WorkerSettings = { name, bundle, handlerName, memory };
  const worker = new Worker(new URL("./function-worker.ts", import.meta.url), {
    workerData: settings,
    env: { ...environment },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on("line", onLog);
  worker.setMaxListeners(0);
  return worker;
};

/** The time-out starts after the cold start, as on Lambda. */
const invokeIn = (worker: Worker, payload: string, timeout: number): Promise<InvocationResult> =>
  new Promise((resolve) => {
    const requestId = randomUUID();
    let timer: NodeJS.Timeout | undefined;
    const end = (result: InvocationResult) => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      resolve(result);
    };
    const begin = () => {
      worker.postMessage({ requestId, payload, deadline: Date.now() + timeout * 1000 } satisfies Invocation);
      const errorMessage = `Task timed out after ${timeout.toFixed(2)} seconds`;
      timer = setTimeout(() => end({ succeeded: false, errorType: TIMED_OUT, errorMessage }), timeout * 1000);
    };
    const onMessage = (message: WorkerMessage) => {
      if ("ready" in message) {
        ready.add(worker);
        begin();
      } else if (message.requestId === requestId) {
        const { requestId: _, ...result } = message;
        end(result);
      }
    };
    const onError = (error: Error) => end({ succeeded: false, errorType: EXITED, errorMessage: error.message });
    const onExit = () => end({ succeeded: false, errorType: EXITED, errorMessage: "the execution environment exited" });
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    if (ready.has(worker)) begin();
  });
