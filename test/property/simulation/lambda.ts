import type { Context } from "aws-lambda";
import { type Callers, clientsOf } from "./callers.ts";
import { type Caller, newCaller } from "./calls.ts";
import { deployedFunction, sqsRecord } from "./functions.ts";
import type { QueueName } from "./history.ts";
import type { SimulatedMessage } from "./queues.ts";
import { type SimulatedWorld, urlOf } from "./world.ts";

/** In seconds. */
export const FUNCTION_TIMEOUT = 30;
const WORKERS_PER_QUEUE = 2;

export type Worker = Caller & { readonly handler: ReturnType<typeof deployedFunction> };

/** Lambda: its workers by name. A dead worker stays until another takes its name. */
export type Lambda = {
  readonly world: SimulatedWorld;
  readonly callers: Callers;
  readonly workers: Map<string, Worker>;
};

/** Returns an idle worker, after a cold start if necessary; undefined if all are busy. */
export const freeWorker = (lambda: Lambda, queue: QueueName): Worker | undefined => {
  const names = Array.from({ length: WORKERS_PER_QUEUE }, (_, index) => `${queue}${index}`);
  const free = names.find((name) => !isBusy(lambda.workers.get(name)));
  if (free === undefined) return undefined;
  const worker = lambda.workers.get(free);
  return worker?.alive ? worker : coldStart(lambda, free, queue);
};

const isBusy = (worker: Worker | undefined): boolean => worker?.alive === true && worker.busySince !== undefined;

const coldStart = ({ world, callers, workers }: Lambda, name: string, queue: QueueName): Worker => {
  const caller = newCaller(name);
  const timer = (milliseconds: number, callBack: () => void) => callers.setTimer(caller, milliseconds, callBack);
  const worker = Object.assign(caller, { handler: deployedFunction(queue, clientsOf(name), world, timer) });
  workers.set(name, worker);
  callers.all.push(worker);
  return worker;
};

/** Passes a batch to a worker, and deletes the messages that it does not report as failed (ReportBatchItemFailures). */
export const invoke = (
  { world, callers }: Lambda,
  worker: Worker,
  queue: QueueName,
  batch: readonly SimulatedMessage[],
): void => {
  worker.busySince = world.now();
  worker.messages = batch;
  clientsOf(worker.name).served.call = callers.callsOf(worker);
  void worker.handler({ Records: batch.map(sqsRecord) }, contextOf(world, queue)).then(({ batchItemFailures }) => {
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of batch.filter(({ id }) => !failed.has(id))) {
      world.recordAcknowledged(queue, message);
      world.queues.remove(urlOf(queue), message.id);
    }
    worker.busySince = undefined;
  });
};

const contextOf = ({ now }: SimulatedWorld, queue: QueueName): Context => {
  const timeoutAt = now() + FUNCTION_TIMEOUT * 1000;
  return {
    awsRequestId: "request",
    functionName: queue,
    getRemainingTimeInMillis: () => timeoutAt - now(),
  } as Context;
};

export const crashAtTimeout = ({ world, callers, workers }: Lambda): void => {
  for (const worker of workers.values()) {
    if (world.now() - (worker.busySince ?? world.now()) >= FUNCTION_TIMEOUT * 1000) callers.crash(worker);
  }
};

/** Crashes one of the workers; numbers wrap around. */
export const crashOne = ({ callers, workers }: Lambda, number: number): void => {
  const victim = [...workers.values()][number % Math.max(1, workers.size)];
  if (victim !== undefined) callers.crash(victim);
};
