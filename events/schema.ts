import * as z from "zod/mini";
import type { EventKind } from "../domain/facts/hr-event.ts";
import { CATALOGUE } from "./catalogue.ts";

// zod/mini and not zod: bundled alone, schemas like these come to 29 KB and an import of 8 ms, against 97 KB and 18 ms.

const MAX_LENGTH = 256;
const MAX_ATTRIBUTES = 50;

/**
 * `expected` is what a refusal says of the member. Too long a text aborts: the patterns after it, tried on a body of
 * 256 KiB, could keep a worker busy for minutes.
 */
const text = (expected: string, pattern: RegExp, maxLength = MAX_LENGTH) =>
  z
    .string(expected)
    .check(
      z.trim(),
      z.minLength(1, expected),
      z.maxLength(maxLength, { error: expected, abort: true }),
      z.regex(pattern, expected),
    );

/**
 * No control characters, no lone surrogates: neither survives a trip through SQS and DynamoDB unharmed. In this file's
 * patterns classes are spelled out: they are published, and not every language that validates with them knows `\p{Cc}`.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this pattern is there to refuse
const PRINTABLE = /^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\ud800-\udfff]+$/u;
const label = text(`a text of 1 to ${MAX_LENGTH} printable characters`, PRINTABLE);

const EXPECTED_TIME = "an RFC 3339 date and time with its offset, such as 2026-03-01T00:00:00Z";
/** Versions compare as text, so a year that needs a sign or a fifth digit once it is in UTC would sort wrongly. */
const FOUR_DIGIT_YEARS = { first: Date.parse("0000-01-01T00:00:00Z"), last: Date.parse("9999-12-31T23:59:59.999Z") };
const hasFourDigitYear = (value: string): boolean =>
  Date.parse(value) >= FOUR_DIGIT_YEARS.first && Date.parse(value) <= FOUR_DIGIT_YEARS.last;
const time = z.iso.datetime({ offset: true, error: EXPECTED_TIME }).check(z.refine(hasFourDigitYear, EXPECTED_TIME));

const EXPECTED_ATTRIBUTE = `a text of 1 to ${MAX_LENGTH} printable characters, a number up to 2^53, true or false`;
/** DynamoDB's client refuses numbers beyond those that JavaScript holds exactly. */
const number = z
  .number()
  .check(z.gte(Number.MIN_SAFE_INTEGER, EXPECTED_ATTRIBUTE), z.lte(Number.MAX_SAFE_INTEGER, EXPECTED_ATTRIBUTE));
const attribute = z.union([text(EXPECTED_ATTRIBUTE, PRINTABLE), number, z.boolean()], EXPECTED_ATTRIBUTE);

const EXPECTED_NAME = `a name of 1 to ${MAX_LENGTH} letters, digits, \`_\`, \`.\` and \`-\`, not \`constructor\` or \`prototype\``;
/** `__proto__` is for the published schema: zod keeps it out of every record by itself. */
const NAME = /^(?!(?:__proto__|constructor|prototype)$)[A-Za-z0-9_.-]+$/;
const EXPECTED_ATTRIBUTES = `an object of at most ${MAX_ATTRIBUTES} members`;
const attributes = z
  .record(text(EXPECTED_NAME, NAME), attribute, {
    error: ({ code }) => (code === "invalid_key" ? EXPECTED_NAME : EXPECTED_ATTRIBUTES),
  })
  .check(
    z.refine((members) => Object.keys(members).length <= MAX_ATTRIBUTES, EXPECTED_ATTRIBUTES),
    z.meta({ maxProperties: MAX_ATTRIBUTES }),
  );

const role = z.object(
  {
    title: label,
    department: label,
    level: z.optional(z.int("a whole number")),
    employmentType: z.optional(label),
    location: z.optional(label),
    attributes: z.optional(attributes),
  },
  "an object: the employee's whole role",
);

/** Without `#`, so that no employee's record can take the key of a `user#` claim. */
export const employeeIdSchema = text("1 to 64 letters, digits, `.`, `_` and `-`", /^[A-Za-z0-9_.-]+$/, 64);
/** IDs are written to logs: an email address cannot be one. */
export const eventIdSchema = text("1 to 128 letters, digits and `._:/+=-`", /^[A-Za-z0-9_.:/+=-]+$/, 128);

const EMAIL_PART = String.raw`[^@\u00a0\u2028\u2029\u3000\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]+`;
/**
 * `.+@.+\..+` is Chime's own pattern for Email, and real HR exports hold addresses with a blank inside (`ana
 * m.diaz@…`), so that passes; what is kept out are the invisible characters that make two addresses look like one.
 */
const EMAIL = new RegExp(`^${EMAIL_PART}@${EMAIL_PART}\\.${EMAIL_PART}$`, "u");

const hiredData = {
  employeeId: employeeIdSchema,
  email: text("an email address such as name@example.com", EMAIL, 254),
  displayName: z.optional(label),
  effectiveAt: time,
  role,
};
/** `previousRole` is for whoever reads the event: Seatkeeper neither checks nor keeps it. */
const roleChangedData = { ...hiredData, previousRole: z.optional(z.unknown()) };
const EXPECTED_DATA = "an object: the event's data";

/** The members around `data`: CloudEvents 1.0 in JSON, as far as Seatkeeper reads it; others are kept out. */
const context = {
  specversion: z.literal("1.0", "the text 1.0"),
  id: eventIdSchema,
  source: label,
  time,
  datacontenttype: z.optional(text("a JSON media type", /^application\/(?:[A-Za-z0-9_.+-]+\+)?json(?:\s*;.*)?$/)),
};

const eventOf = <K extends EventKind, D extends z.ZodMiniType>(kind: K, data: D) =>
  z.object({ ...context, type: z.literal(CATALOGUE[kind].type), data });

/** The schema of each kind of event. */
export const SCHEMAS = {
  hired: eventOf("hired", z.object(hiredData, EXPECTED_DATA)),
  "role-changed": eventOf("role-changed", z.object(roleChangedData, EXPECTED_DATA)),
} as const satisfies Readonly<Record<EventKind, z.ZodMiniType>>;

export type ValidEvent = z.infer<(typeof SCHEMAS)[EventKind]>;
export type Issue = z.core.$ZodIssue;
