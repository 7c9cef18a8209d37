import * as z from "zod";
import { faultSelection, selectionMembers } from "../emulator/fault-selection.ts";
import { type Bucket, tokenBucket } from "../emulator/token-bucket.ts";
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
 * A fault that a test can inject, into all operations by default. `effect`: `fail` responds with an error, `drop`
 * closes the socket, `hang` never responds; with `commit` the operation takes effect first. `userErrors` makes a batch
 * operation report these users with these codes.
 */
const faultSchema = z
  .strictObject({
    operations: z.array(z.enum(OPERATION_NAMES)).min(1).optional(),
    ...selectionMembers,
    effect: z.enum(["fail", "drop", "hang"]).optional(),
    ...errorMembers.shape,
    commit: z.boolean().default(false),
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
  let bucket: Bucket | undefined;
  const selection = faultSelection<Fault>();

  return {
    settings: () => settings,
    set: (next: FaultSettings): void => {
      settings = next;
      selection.set(next.faults);
      // At most one second's worth of tokens, so that a pause allows no larger burst.
      bucket = next.rateLimit === undefined ? undefined : tokenBucket(next.rateLimit, Math.max(1, next.rateLimit));
    },
    next: selection.next,
    /** @throws ChimeError ThrottledClientException */
    requireToken: (): void => {
      if (bucket !== undefined && bucket.take() > 0) throw chimeError("ThrottledClientException", "Rate exceeded");
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
