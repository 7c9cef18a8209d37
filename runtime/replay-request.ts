import * as z from "zod/mini";
import { EVENT_TYPES, QUEUE_NAMES } from "../events/catalogue.ts";

const time = z.iso.datetime({ offset: true });
const text = z.string().check(z.minLength(1));

const schema = z.strictObject({
  queue: z.enum(QUEUE_NAMES),
  filter: z._default(
    z.strictObject({
      code: z.optional(text),
      employee: z.optional(text),
      type: z.optional(z.enum(EVENT_TYPES)),
      since: z.optional(time),
      until: z.optional(time),
      id: z.optional(text),
    }),
    {},
  ),
  limit: z.optional(z.int().check(z.gte(1))),
  rate: z.optional(z.number().check(z.gt(0))),
  dryRun: z._default(z.boolean(), true),
});

/** A dry run unless `dryRun` is false. Times are RFC 3339; `rate` is in dead letters a second. */
export type ReplayRequest = z.infer<typeof schema>;

const EXPECTED: Readonly<Record<string, string>> = {
  queue: QUEUE_NAMES.join(" or "),
  filter: "an object with code, employee, type, since, until or id",
  "filter.type": EVENT_TYPES.join(" or "),
  "filter.since": "a time such as 2026-03-01T08:00:00Z",
  "filter.until": "a time such as 2026-03-01T08:00:00Z",
  limit: "a whole number of 1 or more",
  rate: "a number of dead letters a second above 0",
  dryRun: "true or false",
};

/** @throws Error that names each member that is wrong, and what was expected */
export const readReplayRequest = (input: unknown): ReplayRequest => {
  const result = schema.safeParse(input);
  if (result.success) return { ...result.data, filter: toUtc(result.data.filter) };
  const problems = result.error.issues.map((issue) => {
    const path = issue.path.join(".") || "input";
    if (issue.code === "unrecognized_keys") return `${path}: unknown member ${issue.keys.join(", ")}`;
    return `${path}: expected ${EXPECTED[path] ?? "an object with queue, filter, limit, rate and dryRun"}`;
  });
  throw new Error(`The request is wrong: ${problems.join("; ")}`);
};

/** The times of dead letters are UTC with milliseconds, and are compared as text. */
const toUtc = (filter: ReplayRequest["filter"]): ReplayRequest["filter"] => ({
  ...filter,
  ...(filter.since === undefined ? {} : { since: new Date(filter.since).toISOString() }),
  ...(filter.until === undefined ? {} : { until: new Date(filter.until).toISOString() }),
});
