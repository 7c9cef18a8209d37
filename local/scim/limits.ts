import { type Bucket, tokenBucket } from "../emulator/token-bucket.ts";
import type { OperationName } from "./operation-names.ts";
import type { Limit } from "./profile.ts";
import { retryAfter } from "./retry-after.ts";
import { ScimError } from "./scim-error.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The limits of a vendor, or those that take their place; `now` in ms since the epoch. */
export const rateLimits = (usual: readonly Limit[], now: () => number) => {
  let counted = opened(usual, now);
  return {
    /** Sets other limits, or the usual ones, and forgets the calls so far. */
    set: (limits: readonly Limit[] = usual): void => {
      counted = opened(limits, now);
    },
    /** @throws ScimError 429 with Retry-After */
    requireToken: (operation: OperationName): void => {
      for (const { limit, bucket } of counted) {
        const waitMs = limit.operations.includes(operation) ? bucket.take() : 0;
        if (waitMs > 0) {
          throw new ScimError(429, "Too many requests", {
            headers: { "retry-after": retryAfter(limit.retryAfter, waitMs, now()) },
          });
        }
      }
    },
  };
};

export type RateLimits = ReturnType<typeof rateLimits>;

const opened = (limits: readonly Limit[], now: () => number) =>
  limits.map((limit) => ({ limit, bucket: bucketOf(limit, now) }));

const bucketOf = (limit: Limit, now: () => number): Bucket =>
  "perDay" in limit
    ? dayBucket(limit.calls, now)
    : tokenBucket(limit.calls / limit.perSeconds, limit.burst ?? limit.calls, now);

/** A number of calls for each day of UTC. */
const dayBucket = (calls: number, now: () => number): Bucket => {
  let day = 0;
  let left = calls;
  return {
    take: () => {
      const today = Math.floor(now() / DAY_MS);
      if (today !== day) left = calls;
      day = today;
      if (left === 0) return (today + 1) * DAY_MS - now();
      left -= 1;
      return 0;
    },
  };
};
