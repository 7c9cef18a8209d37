import * as z from "zod";
import { ChimeError, chimeError, codeOf, exceptionWithCode, exceptionWithStatus, statusOf } from "./chime-error.ts";
import { OPERATION_NAMES } from "./operations/table.ts";

/** Which error a `fail` fault responds with. What is not set follows from the others: `errorOf`. */
const errorMembers = z.strictObject({
  exception: z.string().regex(/^\w+$/).optional(),
  code: z.string().optional(),
  status: z.int().min(400).max(599).optional(),
});
type ErrorMembers = z.infer<typeof errorMembers>;

/**
 * A fault that a test can inject. It applies to `operations` (all by default) and, if `times` is set, to that many
 * calls. `effect`: `fail` responds with an error, `drop` closes the socket, `hang` never responds; with `commit` the
 * operation takes effect first. `userErrors` makes a batch operation report these users with these codes.
 */
const faultSchema = z
  .strictObject({
    operations: z.array(z.enum(OPERATION_NAMES)).min(1).optional(),
    times: z.int().min(1).optional(),
    effect: z.enum(["fail", "drop", "hang"]).optional(),
    ...errorMembers.shape,
    commit: z.boolean().default(false),
    /** The share of calls that the fault hits, 0 to 1, drawn by a generator seeded with `seed`. */
    rate: z.number().min(0).max(1).default(1),
    seed: z.int().default(1),
    userErrors: z.record(z.string(), z.string()).optional(),
  })
  .refine(({ effect, exception, code, status }) => effect === "fail" || (exception ?? code ?? status) === undefined, {
    path: ["effect"],
    message: 'exception, code and status need "fail"',
  })
  .refine((fault) => nameOf(fault) !== undefined, {
    path: ["exception"],
    message: "no exception of Chime has this code or status: name one",
  });

/** The exception of a fault: by its name, else by its ErrorCode, else by its status, else ServiceFailure. */
const nameOf = ({ exception, code, status = 500 }: ErrorMembers): string | undefined =>
  exception ?? (code === undefined ? exceptionWithStatus(status) : exceptionWithCode(code));

/**
 * All injected behavior: the latency and ListUsers' lag behind CreateUser in ms, the rate limit in calls per second,
 * the shape of the responses, and the faults.
 */
export const faultsSchema = z.strictObject({
  latencyMs: z.number().min(0).max(60_000).default(0),
  findLagMs: z.number().min(0).max(600_000).default(0),
  rateLimit: z.number().positive().optional(),
  unsetMembers: z.enum(["absent", "null"]).default("absent"),
  updateUserReturns: z.enum(["user", "id"]).default("user"),
  faults: z.array(faultSchema).default([]),
});

export type FaultSettings = z.infer<typeof faultsSchema>;
export type Fault = z.infer<typeof faultSchema>;

/** The active faults, with the remaining `times` and rate limit tokens. */
export const activeFaults = () => {
  let settings: FaultSettings = faultsSchema.parse({});
  let left = new Map<Fault, number>();
  let draws = new Map<Fault, () => number>();
  let allow: () => boolean = () => true;

  const hits = (fault: Fault, operation: string): boolean => {
    if (fault.operations !== undefined && !fault.operations.some((name) => name === operation)) return false;
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
    /** Returns the first fault that hits this call, and uses up one of its `times`. */
    next: (operation: string): Fault | undefined => settings.faults.find((fault) => hits(fault, operation)),
    /** @throws ChimeError ThrottledClientException */
    requireToken: (): void => {
      if (!allow()) throw chimeError("ThrottledClientException", "Rate exceeded");
    },
  };
};

export type Faults = ReturnType<typeof activeFaults>;

/** The error that a `fail` fault responds with. The status of a name that AWS does not define for Chime is 400. */
export const errorOf = (fault: Fault): ChimeError => {
  const name = nameOf(fault) ?? "ServiceFailureException";
  const { status = statusOf(name) ?? 400, code = codeOf(name) } = fault;
  return new ChimeError("An injected fault", { name, status, code });
};

/** Holds at most one second's worth of tokens, so that a pause allows no larger burst. */
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

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
const generator = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
