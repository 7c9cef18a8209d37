import * as z from "zod";
import { ChimeError, exceptionWithStatus } from "./chime-error.ts";

const STATUSES = [400, 401, 403, 404, 409, 429, 500, 503] as const;

/**
 * What a test can switch on. A fault holds for `operations` (by default for all) and, with `times`, for so many calls.
 * `effect`: `fail` responds with `status`, `drop` closes the socket, `hang` never responds; with `commit` the operation
 * takes effect first. `userErrors` lets BatchUpdateUser report these users with that code.
 */
const faultSchema = z.strictObject({
  operations: z.array(z.string()).min(1).optional(),
  times: z.int().min(1).optional(),
  effect: z.enum(["fail", "drop", "hang"]).optional(),
  status: z.literal(STATUSES).default(500),
  commit: z.boolean().default(false),
  /** 0 to 1: the share of calls that the fault hits, drawn by a generator that starts from `seed`. */
  rate: z.number().min(0).max(1).default(1),
  seed: z.int().default(1),
  userErrors: z.record(z.string(), z.string()).optional(),
});

/**
 * All that is switched on: milliseconds of latency and of ListUsers' lag behind CreateUser, calls a second, and faults.
 */
export const faultsSchema = z.strictObject({
  latencyMs: z.number().min(0).max(60_000).default(0),
  findLagMs: z.number().min(0).max(600_000).default(0),
  rateLimit: z.number().positive().optional(),
  faults: z.array(faultSchema).default([]),
});

export type FaultSettings = z.infer<typeof faultsSchema>;
export type Fault = z.infer<typeof faultSchema>;

/** The faults in force, with what is left of their `times` and of the rate limit's tokens. */
export const faultsInForce = () => {
  let settings: FaultSettings = faultsSchema.parse({});
  let left = new Map<Fault, number>();
  let draws = new Map<Fault, () => number>();
  let allow: () => boolean = () => true;

  const hits = (fault: Fault, operation: string): boolean => {
    if (fault.operations !== undefined && !fault.operations.includes(operation)) return false;
    const times = left.get(fault) ?? 0;
    if (times <= 0 || (draws.get(fault)?.() ?? 0) >= fault.rate) return false;
    left.set(fault, times - 1);
    return true;
  };

  return {
    settings: () => settings,
    set: (next: FaultSettings): void => {
      settings = next;
      left = new Map(next.faults.map((fault) => [fault, fault.times ?? Number.POSITIVE_INFINITY]));
      draws = new Map(next.faults.map((fault) => [fault, generator(fault.seed)]));
      allow = next.rateLimit === undefined ? () => true : tokenBucket(next.rateLimit);
    },
    /** The first fault that hits this call, which uses one of its times up. */
    next: (operation: string): Fault | undefined => settings.faults.find((fault) => hits(fault, operation)),
    /** @throws ChimeError ThrottledClientException */
    requireToken: (): void => {
      if (!allow()) throw new ChimeError("ThrottledClientException", "Rate exceeded");
    },
  };
};

export type Faults = ReturnType<typeof faultsInForce>;

/** The exception that a `fail` fault responds with. */
export const errorOf = (fault: Fault): ChimeError =>
  new ChimeError(exceptionWithStatus(fault.status), "A fault that was switched on");

/** Holds at most a second's worth, so that a pause buys no burst beyond it. */
const tokenBucket = (perSecond: number) => {
  const size = Math.max(1, perSecond);
  let tokens = size;
  let filledAt = performance.now();
  return (): boolean => {
    const now = performance.now();
    tokens = Math.min(size, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
const generator = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
