import * as z from "zod/mini";
import { isEmptyPeriod } from "../dead-letters/dead-letter.ts";
import { isFailureCode, unknownCode } from "../dead-letters/failure-code.ts";
import type { FailureCode } from "../domain/failures.ts";
import { EVENT_TYPES, QUEUE_NAMES } from "../events/catalogue.ts";
import { employeeIdSchema } from "../events/schema.ts";

/** The times of dead letters are UTC with milliseconds, and are compared as text. */
const time = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text: string) => new Date(text).toISOString()),
);
const text = z.string().check(z.regex(/\S/));
const code = z.string().check(z.refine(isFailureCode, { error: ({ input }) => unknownCode(String(input)) }));
const codes = z.pipe(
  z.transform((value) => (Array.isArray(value) ? value : [value])),
  z.pipe(
    z.array(code).check(z.minLength(1)),
    z.transform((valid) => valid as FailureCode[]),
  ),
);

const filter = z
  .strictObject({
    code: z.optional(codes),
    employee: z.optional(employeeIdSchema),
    type: z.optional(z.enum(EVENT_TYPES)),
    since: z.optional(time),
    until: z.optional(time),
    id: z.optional(text),
  })
  .check(z.refine((value) => !isEmptyPeriod(value), { error: "since lies after until" }));

const schema = z.strictObject({
  queue: z.enum(QUEUE_NAMES),
  filter: z._default(filter, {}),
  limit: z.optional(z.int().check(z.gte(1))),
  rate: z.optional(z.number().check(z.gt(0))),
  dryRun: z._default(z.boolean(), true),
});

/** A dry run unless `dryRun` is false. Times are RFC 3339; `rate` is in dead letters a second. */
export type ReplayRequest = z.infer<typeof schema>;

const EXPECTED: Readonly<Record<string, string>> = {
  queue: QUEUE_NAMES.join(" or "),
  filter: "an object with code, employee, type, since, until or id",
  "filter.code": "a failure code or a list of them",
  "filter.employee": "an employee's ID",
  "filter.type": EVENT_TYPES.join(" or "),
  "filter.since": "a time such as 2026-03-01T08:00:00Z",
  "filter.until": "a time such as 2026-03-01T08:00:00Z",
  "filter.id": "the message ID of a dead letter",
  limit: "a whole number of 1 or more",
  rate: "a number of dead letters a second above 0",
  dryRun: "true or false",
};

/** @throws Error that names each member that is wrong, and what was expected */
export const readReplayRequest = (input: unknown): ReplayRequest => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    // The index in a list of codes says nothing: the message names the code.
    const path = issue.path.filter((part) => typeof part === "string").join(".") || "input";
    if (issue.code === "unrecognized_keys") return `${path}: unknown member ${issue.keys.join(", ")}`;
    if (issue.code === "custom") return `${path}: ${issue.message}`;
    return `${path}: expected ${EXPECTED[path] ?? "an object with queue, filter, limit, rate and dryRun"}`;
  });
  throw new Error(`The request is wrong: ${[...new Set(problems)].join("; ")}`);
};
