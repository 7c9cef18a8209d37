import { AdaptiveRetryStrategy } from "@smithy/core/retry";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rateGovernor } from "../../../adapters/directories/rate-governor.ts";
import type { CallLimits } from "../../../domain/accounts/directory-file.ts";
import { seededRandom } from "../../chaos/seeded-random.ts";

// The clock is a fake, so that minutes pass in a moment and every run is the same.
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockImplementation(seededRandom(1));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const SECOND = 1000;
const ROUND_TRIP = 50;
const BETWEEN_CALLS = 20;

/** A directory with a limit of calls per second and a burst, and workers that never run out of calls. */
const directory = (limit: number, burst?: number) => {
  let perSecond = limit;
  let tokens = burst ?? limit;
  let filledAt = performance.now();
  let counts = { taken: 0, throttled: 0 };
  const take = (): boolean => {
    tokens = Math.min(burst ?? Math.max(1, perSecond), tokens + ((performance.now() - filledAt) / SECOND) * perSecond);
    filledAt = performance.now();
    const isTaken = tokens >= 1;
    if (isTaken) tokens -= 1;
    counts[isTaken ? "taken" : "throttled"] += 1;
    return isTaken;
  };
  return {
    take,
    limitTo: (next: number) => {
      perSecond = next;
    },
    countFor: async (seconds: number) => {
      counts = { taken: 0, throttled: 0 };
      await vi.advanceTimersByTimeAsync(seconds * SECOND);
      const { taken, throttled } = counts;
      return { ofLimit: taken / seconds / perSecond, throttled: throttled / (taken + throttled) };
    },
  };
};

const startWorker = (take: () => boolean, callsAtOnce: number, limits?: CallLimits): void => {
  const strategy = new AdaptiveRetryStrategy(3, { rateLimiter: rateGovernor(limits).limiter(1) });
  for (let number = 0; number < callsAtOnce; number += 1) void callForEver(strategy, take);
};

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const callForEver = async (strategy: AdaptiveRetryStrategy, take: () => boolean): Promise<void> => {
  for (;;) {
    await call(strategy, take).catch(() => undefined);
    await sleep(BETWEEN_CALLS);
  }
};

const call = async (strategy: AdaptiveRetryStrategy, take: () => boolean): Promise<void> => {
  let token = await strategy.acquireInitialRetryToken("");
  for (;;) {
    await sleep(ROUND_TRIP);
    if (take()) return strategy.recordSuccess(token as never);
    token = await strategy.refreshRetryTokenForRetry(token as never, { errorType: "THROTTLING" });
  }
};

const startWorkers = (count: number, take: () => boolean, callsAtOnce = 1, limits?: CallLimits): void => {
  for (let number = 0; number < count; number += 1) startWorker(take, callsAtOnce, limits);
};

test.each([
  { limit: 5, workers: 1 },
  { limit: 5, workers: 2 },
  { limit: 5, workers: 5 },
  { limit: 10, workers: 2 },
  { limit: 50, workers: 5 },
  { limit: 50, workers: 2, callsAtOnce: 5 },
  { limit: 10, workers: 5, callsAtOnce: 20 },
])(
  "$workers workers use 95% of $limit calls per second, and less than 2% of their calls are throttled",
  async (given) => {
    const { take, countFor } = directory(given.limit);
    startWorkers(given.workers, take, given.callsAtOnce);
    await countFor(60);
    const { ofLimit, throttled } = await countFor(300);
    expect(ofLimit).toBeGreaterThan(0.95);
    expect(throttled).toBeLessThan(0.02);
  },
);

test("adapts to a higher limit within ten minutes", async () => {
  const { take, limitTo, countFor } = directory(2);
  startWorkers(2, take);
  await countFor(60);
  limitTo(10);
  await countFor(600);
  expect((await countFor(60)).ofLimit).toBeGreaterThan(0.95);
});

test("adapts to a lower limit within a minute", async () => {
  const { take, limitTo, countFor } = directory(20);
  startWorkers(2, take);
  await countFor(60);
  limitTo(2);
  await countFor(60);
  expect((await countFor(120)).throttled).toBeLessThan(0.03);
});

test("delays no call before the first one is throttled", async () => {
  const { getSendToken } = rateGovernor().limiter(1);
  const tokens = Array.from({ length: 1_000 }, getSendToken);
  await Promise.all(tokens);
  expect(vi.getTimerCount()).toBe(0);
});

/** What Slack publishes for writes on users. */
const SLACK: CallLimits = { calls: 180, perSeconds: 60, burst: 20 };

test.each([
  { perMinute: 180, burst: 20, workers: 1 },
  { perMinute: 180, burst: 20, workers: 2 },
  { perMinute: 180, burst: 20, workers: 5 },
  { perMinute: 120, burst: 10, workers: 1 },
  { perMinute: 60, burst: 5, workers: 2 },
])(
  "with a ceiling of 180 calls per minute, $workers workers use 95% of $perMinute, and less than 2% are throttled",
  async ({ perMinute, burst, workers }) => {
    const { take, countFor } = directory(perMinute / 60, burst);
    startWorkers(workers, take, 20, SLACK);
    await countFor(60);
    const { ofLimit, throttled } = await countFor(600);
    expect(ofLimit).toBeGreaterThan(0.95);
    expect(throttled).toBeLessThan(0.02);
  },
);

test("sends the burst of its ceiling at once, then no more than the ceiling, and so is never throttled", async () => {
  const { take, countFor } = directory(3.1, 21);
  startWorkers(1, take, 100, SLACK);
  expect((await countFor(1)).ofLimit * 3.1).toBeGreaterThan(19);
  const { ofLimit, throttled } = await countFor(300);
  expect(ofLimit).toBeGreaterThan(0.95);
  expect(throttled).toBe(0);
});

test("a pause holds every call back, and rejects those that cannot wait for its end, with the time that is left", async () => {
  const governor = governed();
  governor.waitFor(10 * SECOND);
  governor.pauseFor(8 * SECOND);
  const short = ask(governor.limiter(1 / 2).getSendToken, 1);
  const long = vi.fn();
  void governor.getSendToken().then(long);
  await vi.advanceTimersByTimeAsync(7 * SECOND);
  expect(await short).toMatchObject([{ reason: { code: "DirectoryThrottled", retryAfterMs: 8 * SECOND } }]);
  expect(long).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2 * SECOND);
  expect(long).toHaveBeenCalledOnce();
});

/** A governor with a limiter that may use all of the time that is left. */
const governed = () => {
  const governor = rateGovernor();
  return { ...governor, ...governor.limiter(1) };
};
const throttle = ({ getSendToken, updateClientSendingRate }: ReturnType<typeof governed>) =>
  getSendToken().then(() => updateClientSendingRate({ errorType: "THROTTLING" }));
const ask = (getSendToken: () => Promise<void>, times: number) =>
  Promise.allSettled(Array.from({ length: times }, getSendToken));
const countOf = (results: readonly PromiseSettledResult<void>[], status: string) =>
  results.filter((result) => result.status === status).length;

test("starts with one call per second if the first call is throttled", async () => {
  const governor = governed();
  await throttle(governor);
  for (let second = 1; second <= 3; second += 1) {
    let hasToken = false;
    void governor.getSendToken().then(() => {
      hasToken = true;
    });
    await vi.advanceTimersByTimeAsync(1.2 * SECOND);
    expect(hasToken).toBe(true);
    governor.updateClientSendingRate({});
  }
});

test("stops delaying calls after a minute without any", async () => {
  const governor = governed();
  await throttle(governor);
  await vi.advanceTimersByTimeAsync(65 * SECOND);
  expect(countOf(await ask(governor.getSendToken, 100), "fulfilled")).toBe(100);
  expect(vi.getTimerCount()).toBe(0);
});

test("rejects calls that would wait longer than the time left, and waits again in the next invocation", async () => {
  const governor = governed();
  await throttle(governor);
  governor.waitFor(10 * SECOND);
  const answered = vi.fn();
  const asked = ask(governor.getSendToken, 30).finally(answered);
  await vi.advanceTimersByTimeAsync(11 * SECOND);
  expect(answered).toHaveBeenCalledOnce();
  const results = await asked;
  expect(countOf(results, "rejected")).toBeGreaterThan(15);
  expect(results.at(-1)).toMatchObject({ reason: { code: "DirectoryThrottled" } });
  governor.waitFor(10 * SECOND);
  const next = ask(governor.getSendToken, 1);
  await vi.advanceTimersByTimeAsync(3 * SECOND);
  expect(countOf(await next, "fulfilled")).toBe(1);
});

test("finds leave time for the calls after them", async () => {
  const governor = governed();
  await throttle(governor);
  governor.waitFor(21 * SECOND);
  const finds = ask(governor.limiter(1 / 3).getSendToken, 100);
  const updates = ask(governor.getSendToken, 5);
  await vi.advanceTimersByTimeAsync(22 * SECOND);
  const found = countOf(await finds, "fulfilled");
  expect(found).toBeGreaterThan(4);
  expect(found).toBeLessThan(10);
  expect(countOf(await updates, "fulfilled")).toBe(5);
});

test("an idle worker can make one call immediately, however low its rate and however little time is left", async () => {
  const governor = governed();
  for (let cut = 0; cut < 20; cut += 1) {
    const throttled = throttle(governor);
    await vi.advanceTimersByTimeAsync(3 * SECOND);
    await throttled;
  }
  await vi.advanceTimersByTimeAsync(5 * SECOND);
  governor.waitFor(0.1 * SECOND);
  expect(countOf(await ask(governor.getSendToken, 1), "fulfilled")).toBe(1);
});

test("never rejects a call that need not wait, however little time is left", async () => {
  const governor = governed();
  governor.waitFor(-5 * SECOND);
  expect(countOf(await ask(governor.getSendToken, 100), "fulfilled")).toBe(100);
});

test.each(["TRANSIENT", "SERVER_ERROR"] as const)("an outage (%s) does not raise the rate", async (errorType) => {
  const governor = governed();
  await throttle(governor);
  for (let call = 0; call < 200; call += 1) {
    const token = governor.getSendToken();
    await vi.advanceTimersByTimeAsync(1.2 * SECOND);
    await token;
    governor.updateClientSendingRate({ errorType });
  }
  const from = performance.now();
  const tokens = ask(governor.getSendToken, 10).then(() => performance.now() - from);
  await vi.advanceTimersByTimeAsync(12 * SECOND);
  expect(await tokens).toBeGreaterThan(8 * SECOND);
});
