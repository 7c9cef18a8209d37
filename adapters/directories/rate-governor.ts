import type { RateLimiter } from "@smithy/core/retry";
import type { CallLimits } from "../../domain/accounts/directory-file.ts";
import { Failure } from "../../domain/failures.ts";
import { nodeTimer, type Timer } from "../timer.ts";

/** The share of its rate that a throttled call costs. */
const CUT = 0.05;
/** The share that it costs if the cut before, fewer than FEW_CALLS ago, was not enough. */
const DEEPER_CUT = 0.2;
const FEW_CALLS = 5;

/**
 * After so many calls that were not throttled the rate is what it was before the cut, and grows on: near the
 * directory's limit, whatever it is and however many workers share it, about one call in so many is throttled.
 */
const CALLS_TO_RECOVER = 150;

/**
 * Where not one call had passed before the first cut, in calls a second: somebody who comes to a crowd has a share of
 * it, however small.
 */
const FIRST_PER_SECOND = 1;
/** After so long without a call, in ms, the limit may be another one: what was learnt is forgotten. */
const FORGETS_AFTER = 60_000;

/** The slowest that a worker ever gets, in calls a second, so that it hears of better times. */
const LEAST_PER_SECOND = 0.5;
/**
 * How much, as a share a second, the rate grows at most: a directory that saves calls up for a burst says only late
 * that it is too much.
 */
const MOST_GROWTH_PER_SECOND = 0.01;
/** A slower worker grows as one of this rate does, in calls a second: it would take minutes to get its share back. */
const GROWS_LIKE_PER_SECOND = 1;

/** What a worker saves up while it has nothing to call, in seconds of its rate; one call at least. */
const BURST_SECONDS = 0.5;
/** How far, as a share, a pause strays from the rate's own: workers in step would be throttled in step, for ever. */
const JITTER = 0.1;

/** How an attempt ended, as the SDK reports it. */
type Ended = { readonly errorType?: string; readonly error?: unknown };

/**
 * `waitFor` says, in ms, how long calls may wait from now on: whoever would have to wait for longer is refused instead,
 * as if the directory had throttled the call. `limiter` is for a client whose calls may use a share (0 to 1) of that
 * time: what comes first in a record's life leaves time for what comes after, or a batch would look everybody up and
 * finish nobody. `pauseFor` holds back every call for so long, in ms: the directory asked for it.
 */
export type RateGovernor = {
  limiter(share: number): RateLimiter;
  waitFor(milliseconds: number): void;
  pauseFor(milliseconds: number): void;
};

/** What time and chance are: `now` is in ms and never goes back, `random` in [0, 1). A simulation has its own. */
export type Pace = { readonly now: () => number; readonly timer: Timer; readonly random: () => number };

export const REAL_PACE: Pace = {
  now: () => performance.now(),
  timer: nodeTimer,
  random: () => Math.random(),
};

/**
 * Learns how many calls a second the directory takes from us. The SDK's AdaptiveRetryStrategy asks it before each
 * attempt and reports how each ended. Nothing is held back before the first throttled call. All clients of a worker
 * share one (docs/adr/0004-rate-governor.md). A token is refused with Failure `DirectoryThrottled`.
 * @param limits what the directory publishes: a ceiling, which what was learnt may lower
 */
export const rateGovernor = (limits?: CallLimits, { now: clock, timer, random }: Pace = REAL_PACE): RateGovernor => {
  const succeeded = countOfLastSecond(clock);
  const ceiling = limits === undefined ? Number.POSITIVE_INFINITY : limits.calls / limits.perSeconds;
  let perSecond = ceiling;
  let callsSinceCut = 0;
  let last = Promise.resolve();
  let nextAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let hadTurnAt = 0;
  let waitsFrom = 0;
  let mayWait = Number.POSITIVE_INFINITY;
  let isHoldingBack = false;
  let underWay = 0;
  // Attempts that were under way at the last cut: what becomes of them says nothing of the rate after it.
  let sentBeforeCut = 0;

  const waitForTurn = async (share: number): Promise<void> => {
    const now = clock();
    if (now - hadTurnAt > FORGETS_AFTER) perSecond = ceiling;
    const pause = (1000 / perSecond) * (1 + JITTER * (2 * random() - 1));
    const turnAt = Math.max(nextAt, pausedUntil, now - savedUp(pause)) + pause;
    if (turnAt > now && turnAt > waitsFrom + share * mayWait) {
      const retryAfterMs = pausedUntil > now ? pausedUntil - now : undefined;
      throw new Failure("DirectoryThrottled", "the directory's rate limit left no time for this call", {
        retryAfterMs,
      });
    }
    nextAt = turnAt;
    hadTurnAt = turnAt;
    isHoldingBack = nextAt > now;
    if (isHoldingBack) await new Promise<void>((resolve) => timer(nextAt - now, resolve));
    underWay += 1;
  };

  /** In ms before now. The burst that the directory publishes is there as long as nothing else is known of it. */
  const savedUp = (pause: number): number =>
    limits !== undefined && perSecond === ceiling ? limits.burst * pause : Math.max(BURST_SECONDS * 1000, pause);

  const cut = () => {
    const share = callsSinceCut < FEW_CALLS ? DEEPER_CUT : CUT;
    const isFirst = perSecond === Number.POSITIVE_INFINITY;
    const found = isFirst ? succeeded.count() || FIRST_PER_SECOND : perSecond * (1 - share);
    perSecond = Math.max(LEAST_PER_SECOND, found);
    callsSinceCut = 0;
    sentBeforeCut = underWay;
  };

  /** In growing steps: slowly near the limit that was hit last, and soon far beyond it. */
  const grow = () => {
    const from = Math.max(perSecond, GROWS_LIKE_PER_SECOND);
    const share = (3 * CUT * callsSinceCut ** 2) / CALLS_TO_RECOVER ** 3;
    perSecond = Math.min(ceiling, perSecond + Math.min(share * from, MOST_GROWTH_PER_SECOND));
  };

  // One after the other, so that a cut slows those down, too, who wait already.
  const getSendToken = (share: number): Promise<void> => {
    const turn = last.then(() => waitForTurn(share));
    last = turn.catch(() => undefined);
    return turn;
  };

  const updateClientSendingRate = ({ errorType, error }: Ended = {}): void => {
    underWay = Math.max(0, underWay - 1);
    if (error instanceof Error && error.name === "AbortError") return;
    const isOld = sentBeforeCut > 0;
    if (isOld) sentBeforeCut -= 1;
    if (errorType === "THROTTLING") {
      if (!isOld) cut();
      return;
    }
    // An outage says nothing of the limit.
    if (errorType === "TRANSIENT" || errorType === "SERVER_ERROR") return;
    succeeded.add();
    callsSinceCut += 1;
    if (isHoldingBack) grow();
  };

  return {
    limiter: (share) => ({ getSendToken: () => getSendToken(share), updateClientSendingRate }),
    waitFor: (milliseconds) => {
      // Calls that the last invocation gave up never report how they ended.
      underWay = 0;
      sentBeforeCut = 0;
      waitsFrom = clock();
      mayWait = milliseconds;
    },
    pauseFor: (milliseconds) => {
      pausedUntil = Math.max(pausedUntil, clock() + milliseconds);
    },
  };
};

const countOfLastSecond = (clock: Pace["now"]) => {
  let times: readonly number[] = [];
  const recent = () => times.filter((time) => time > clock() - 1000);
  return {
    add: () => {
      times = [...recent(), clock()];
    },
    count: () => recent().length,
  };
};
