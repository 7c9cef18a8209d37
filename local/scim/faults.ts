import * as z from "zod";
import { faultSelection, selectionMembers } from "../emulator/fault-selection.ts";
import { OPERATION_NAMES } from "./operation-names.ts";
import { RETRY_AFTER_FORMS, retryAfter } from "./retry-after.ts";
import { ScimError } from "./scim-error.ts";

const operations = z.array(z.enum(OPERATION_NAMES)).min(1);

/** Effects in place of a response. With `commit` the operation takes effect first. */
export const INSTEAD = [
  "fail",
  "drop",
  "hang",
  "drip",
  "html",
  "empty",
  "error-body",
  "redirect",
  "huge",
  "not-json",
] as const;
/** Effects on what the operation does. */
export const OPERATIONAL = [
  "without-effect",
  "seat-not-applied",
  "filter-ignored",
  "filter-unsupported",
  "two-hits",
  "same-page",
  "empty-page",
] as const;
/** Effects on how the response looks. */
export const RESHAPING = ["partial", "without-id", "lower-case", "text-booleans", "no-scim-type"] as const;

/** No response of these has a body: RFC 9110. */
const WITHOUT_BODY = [204, 205, 304];

/** A fault that a test can inject, into all operations by default. Members that need an effect are refused without it. */
const faultSchema = z
  .strictObject({
    operations: operations.optional(),
    ...selectionMembers,
    effect: z.enum([...INSTEAD, ...OPERATIONAL, ...RESHAPING]),
    commit: z.boolean().default(false),
    /** The status of `fail`, else 500; of `html`, `empty`, `error-body`, `huge`, else 200; of `redirect`, else 307. */
    status: z
      .int()
      .min(200)
      .max(599)
      .refine((status) => !WITHOUT_BODY.includes(status))
      .optional(),
    scimType: z.string().optional(),
    detail: z.string().optional(),
    retryAfter: z.strictObject({ form: z.enum(RETRY_AFTER_FORMS), seconds: z.int().min(0) }).optional(),
    /** Where `redirect` leads. */
    location: z.url().optional(),
    /** Whether the response of `without-effect` shows what was asked for; else it shows what is so. */
    claims: z.boolean().default(false),
  })
  .refine(({ effect, scimType, detail, retryAfter }) => effect === "fail" || !(scimType ?? detail ?? retryAfter), {
    path: ["effect"],
    message: 'scimType, detail and retryAfter need "fail"',
  })
  .refine(({ effect, status = 500 }) => effect !== "fail" || status >= 400, {
    path: ["status"],
    message: 'of "fail" is 400 or more',
  })
  .refine(({ effect, location }) => effect === "redirect" || location === undefined, {
    path: ["effect"],
    message: 'location needs "redirect"',
  });

const limitMembers = {
  operations: operations.default([...OPERATION_NAMES]),
  calls: z.int().min(0),
  retryAfter: z.enum(RETRY_AFTER_FORMS).default("seconds"),
};
const limit = z.union([
  z.strictObject({ ...limitMembers, perSeconds: z.number().positive(), burst: z.int().min(1).optional() }),
  z.strictObject({ ...limitMembers, perDay: z.literal(true) }),
]);

/**
 * All injected behavior: the latency and the lists' lag behind CreateUser in ms, whether filters tell small letters
 * from capitals, limits in place of the profile's, and the faults.
 */
export const faultsSchema = z.strictObject({
  latencyMs: z.number().min(0).max(60_000).default(0),
  findLagMs: z.number().min(0).max(600_000).default(0),
  filterCase: z.enum(["ignore", "exact"]).default("ignore"),
  limits: z.array(limit).optional(),
  faults: z.array(faultSchema).default([]),
});

export type FaultSettings = z.output<typeof faultsSchema>;
export type Fault = z.output<typeof faultSchema>;

/** The active faults, with the `times` that each has left. */
export const activeFaults = () => {
  let settings = faultsSchema.parse({});
  const selection = faultSelection<Fault>();
  return {
    settings: (): FaultSettings => settings,
    set: (next: FaultSettings): void => {
      settings = next;
      selection.set(next.faults);
    },
    next: selection.next,
  };
};

export type Faults = ReturnType<typeof activeFaults>;

/** Whether something else, or nothing, takes the place of the response. */
export const isInstead = ({ effect }: Fault): boolean => INSTEAD.some((name) => name === effect);

/** Whether the operation is not performed at all. */
export const isPrevented = (fault: Fault | undefined): boolean =>
  fault !== undefined && isInstead(fault) && !fault.commit;

/** The error that a `fail` fault responds with; `now` in ms since the epoch. */
export const errorOf = (
  { status = 500, scimType, detail = "An injected fault", retryAfter: wait }: Fault,
  now: number,
) =>
  new ScimError(status, detail, {
    scimType,
    ...(wait && { headers: { "retry-after": retryAfter(wait.form, wait.seconds * 1000, now) } }),
  });
