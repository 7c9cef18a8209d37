import type { Timer } from "../adapters/timer.ts";
import { Failure } from "../domain/failures.ts";

/**
 * What is kept of an invocation's time, in ms, to report to SQS what became of its records; of a short one, a fifth.
 */
const SETTLEMENT_MS = 3_000;
const SETTLEMENT_SHARE = 0.2;

/**
 * When the records of an invocation must be done. `signal` aborts then; `within` rejects then, whatever the promise
 * does.
 */
export type Deadline = {
  readonly remainingMs: number;
  readonly signal: AbortSignal;
  within<T>(work: Promise<T>): Promise<T>;
  end(): void;
};

/**
 * Starts an invocation's deadline; `end` stops its timer. A record that takes too long then fails alone, as retryable,
 * instead of taking its whole batch to the function's time-out.
 */
export const startDeadline = (remainingMs: number, timer: Timer): Deadline => {
  const milliseconds = Math.round(remainingMs - Math.min(SETTLEMENT_MS, SETTLEMENT_SHARE * remainingMs));
  const controller = new AbortController();
  const { promise: passed, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting for it.
  passed.catch(() => undefined);
  const end = timer(milliseconds, () => {
    controller.abort();
    reject(new Failure("DeadlineExceeded", `the event was not done within ${milliseconds} ms`));
  });
  return { remainingMs, signal: controller.signal, within: (work) => Promise.race([work, passed]), end };
};
