import * as z from "zod/mini";
import { HIRED, ROLE_CHANGED } from "../domain/hr-event.ts";

const MAX_LENGTH = 256;
const MAX_ATTRIBUTES = 50;

/** `expected` is what a refusal says of the member, and the description in the published JSON Schema. */
const text = (expected: string, pattern: RegExp, maxLength = MAX_LENGTH) =>
  z
    .string(expected)
    .check(z.trim(), z.minLength(1, expected), z.maxLength(maxLength, expected), z.regex(pattern, expected), z.describe(expected));

/** No control characters, no lone surrogates: neither survives a trip through SQS and DynamoDB unharmed. */
const PRINTABLE = /^[^\p{Cc}\p{Cs}]*$/u;
const label = text(`a text of 1 to ${MAX_LENGTH} printable characters`, PRINTABLE);

const EXPECTED_TIME = "an RFC 3339 date and time with its offset, such as 2026-03-01T00:00:00Z";
/** Versions compare as text, so a year that needs a sign or a fifth digit once it is in UTC would sort wrongly. */
const FOUR_DIGIT_YEARS = { first: Date.parse("0000-01-01T00:00:00Z"), last: Date.parse("9999-12-31T23:59:59.999Z") };
const hasFourDigitYear = (value: string): boolean =>
  Date.parse(value) >= FOUR_DIGIT_YEARS.first && Date.parse(value) <= FOUR_DIGIT_YEARS.last;
const time = z.iso
  .datetime({ offset: true, error: EXPECTED_TIME })
  .check(z.describe(EXPECTED_TIME), z.refine(hasFourDigitYear, EXPECTED_TIME));

const EXPECTED_ATTRIBUTE = `a text of at most ${MAX_LENGTH} printable characters, a number, true or false`;
const attribute = z.union(
  [z.string().check(z.maxLength(MAX_LENGTH), z.regex(PRINTABLE)), z.number(), z.boolean()],
  EXPECTED_ATTRIBUTE,
);
const EXPECTED_ATTRIBUTES = `an object of at most ${MAX_ATTRIBUTES} members`;
const EXPECTED_NAME = "a name of 1 to 256 letters, digits, `_`, `.` and `-`";
const attributes = z
  .record(text(EXPECTED_NAME, /^[\w.-]+$/), attribute, {
    error: ({ code }) => (code === "invalid_key" ? EXPECTED_NAME : EXPECTED_ATTRIBUTES),
  })
  .check(z.refine((members) => Object.keys(members).length <= MAX_ATTRIBUTES, EXPECTED_ATTRIBUTES));

const EXPECTED_LEVEL = "a whole number";
const role = z.object(
  {
    title: label,
    department: label,
    level: z.optional(z.int(EXPECTED_LEVEL)),
    employmentType: z.optional(label),
    location: z.optional(label),
    attributes: z.optional(attributes),
  },
  "an object: the employee's whole role",
);

const EXPECTED_EMPLOYEE_ID = "1 to 64 letters, digits, `.`, `_` and `-`";
const EXPECTED_EMAIL = "an email address such as name@example.com";

const data = z.object(
  {
    employeeId: text(EXPECTED_EMPLOYEE_ID, /^[\w.-]+$/, 64),
    // `.+@.+\..+` is Chime's own pattern for Email; the rest keeps out what no mail system accepts.
    email: text(EXPECTED_EMAIL, /^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+\.[^\s@\p{Cc}\p{Cs}]+$/u, 254),
    displayName: z.optional(label),
    effectiveAt: time,
    role,
  },
  "an object: the event's data",
);

/** IDs are written to logs: an email address cannot be one. */
const id = text("1 to 128 letters, digits and `._:/+=-`", /^[\w.:/+=-]+$/, 128);

/** CloudEvents 1.0 in JSON, with the members that Seatkeeper reads; others are kept out. */
const cloudEvent = (type: typeof HIRED | typeof ROLE_CHANGED) =>
  z.object({
    specversion: z.literal("1.0", "the text 1.0"),
    id,
    source: label,
    type: z.literal(type),
    time,
    data,
  });

export const hiredSchema = cloudEvent(HIRED);
export const roleChangedSchema = cloudEvent(ROLE_CHANGED);

/** The schema of each event type that is understood. */
export const SCHEMAS = { [HIRED]: hiredSchema, [ROLE_CHANGED]: roleChangedSchema } as const;
export type ValidEvent = z.infer<typeof hiredSchema> | z.infer<typeof roleChangedSchema>;
export type Issue = z.core.$ZodIssue;
