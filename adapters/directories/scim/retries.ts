import { Failure } from "../../../domain/failures.ts";
import { requireTime } from "../../../domain/require-time.ts";
import type { Timer } from "../../timer.ts";
import type { Pace, RateGovernor } from "../rate-governor.ts";

/**
 * What a call is for. `share` is how much of the time its turn may be waited for, as for Chime: finds leave time for
 * creations, and these for changes. A creation is sent once. A change whose answer was lost is not repeated here: it
 * might land after a newer one; its event comes again, and sets the newest.
 */
const PURPOSES = {
  find: { share: 1 / 3, count: 3, repeats: ["DirectoryThrottled", "DirectoryUnavailable"] },
  create: { share: 2 / 3, count: 1, repeats: [] },
  change: { share: 1, count: 3, repeats: ["DirectoryThrottled"] },
  prove: { share: 1, count: 3, repeats: ["DirectoryThrottled", "DirectoryUnavailable"] },
} as const satisfies Readonly<Record<string, object>>;

export type Purpose = keyof typeof PURPOSES;

/** The first pause before another attempt, in ms; each one doubles it. */
const PAUSE_MS = 100;
const THROTTLED_PAUSE_MS = 1_000;

/** Who asks to wait for longer than this, in ms, is left alone: by this call, and by every other of the worker. */
const LONG_WAIT_MS = 5_000;

type Attempts = {
  readonly purpose: Purpose;
  readonly governor: RateGovernor;
  readonly random: Pace["random"];
  readonly timer: Timer;
  readonly signal: AbortSignal;
};

/** Makes as many attempts as the purpose allows, each with a turn of the rate governor. @throws Failure */
export const attempts = async <Result>(
  { purpose, governor, random, timer, signal }: Attempts,
  attempt: () => Promise<Result>,
): Promise<Result> => {
  const { share, count, repeats } = PURPOSES[purpose];
  const limiter = governor.limiter(share);
  for (let number = 1; ; number += 1) {
    requireTime(signal);
    await limiter.getSendToken();
    try {
      const result = await attempt();
      limiter.updateClientSendingRate({});
      return result;
    } catch (error) {
      limiter.updateClientSendingRate(endOf(error));
      const pause = pauseAfter(error, number, random());
      const isLong = pause >= LONG_WAIT_MS;
      if (isLong) governor.pauseFor(pause);
      if (isLong || number === count || !isAmong(repeats, error)) throw error;
      await sleep(timer, pause, signal);
    }
  }
};

const isAmong = (codes: readonly string[], error: unknown): boolean =>
  error instanceof Failure && codes.includes(error.code);

/** How an attempt ended, in the rate governor's words. */
const endOf = (error: unknown): { readonly errorType?: string; readonly error?: unknown } => {
  const code = error instanceof Failure ? error.code : undefined;
  if (code === "DirectoryThrottled") return { errorType: "THROTTLING" };
  if (code === "DirectoryUnavailable") return { errorType: "TRANSIENT" };
  return code === "DeadlineExceeded" ? { error: Object.assign(new Error(code), { name: "AbortError" }) } : {};
};

const pauseAfter = (error: unknown, number: number, share: number): number => {
  if (!(error instanceof Failure)) return 0;
  const first = error.code === "DirectoryThrottled" ? THROTTLED_PAUSE_MS : PAUSE_MS;
  return Math.max(error.retryAfterMs ?? 0, first * 2 ** (number - 1) * share);
};

const sleep = (timer: Timer, milliseconds: number, signal: AbortSignal): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = timer(milliseconds, resolve);
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(cancel);
};
