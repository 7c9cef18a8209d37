import type { Timer } from "../adapters/timer.ts";
import { Failure } from "../domain/failures.ts";

/**
 * What is kept of an invocation's time, in ms, to report to SQS what became of its records; of a short one, a fifth.
 */
const SETTLEMENT_MS = 3_000;
const SETTLEMENT_SHARE = 0.2;

/** What is kept of that for the response to Lambda: a queue that does not answer must not take the whole batch along. */
const RESPONSE_SHARE = 1 / 3;

/** A moment of an invocation. `signal` aborts then; `within` rejects then, whatever the promise does. */
export type Moment = { readonly signal: AbortSignal; within<T>(work: Promise<T>): Promise<T> };

/** When the records of an invocation must be done, and, by `settlement`, when SQS must know of those that failed. */
export type Deadline = Moment & { readonly remainingMs: number; readonly settlement: Moment; end(): void };

/**
 * Starts an invocation's deadline; `end` stops its timers. A record that takes too long then fails alone, as retryable,
 * instead of taking its whole batch to the function's time-out.
 */
export const startDeadline = (remainingMs: number, timer: Timer): Deadline => {
  const settlementMs = Math.min(SETTLEMENT_MS, SETTLEMENT_SHARE * remainingMs);
  const passes = startMoment(remainingMs - settlementMs, timer, "the event was not done");
  const settlement = startMoment(remainingMs - RESPONSE_SHARE * settlementMs, timer, "SQS did not answer");
  const end = () => {
    passes.end();
    settlement.end();
  };
  return { remainingMs, ...passes, settlement, end };
};

const startMoment = (after: number, timer: Timer, what: string): Moment & { end(): void } => {
  const milliseconds = Math.round(after);
  const controller = new AbortController();
  const { promise: passed, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting for it.
  passed.catch(() => undefined);
  const end = timer(milliseconds, () => {
    controller.abort();
    reject(new Failure("DeadlineExceeded", `${what} within ${milliseconds} ms`));
  });
  return { signal: controller.signal, within: (work) => Promise.race([work, passed]), end };
};
