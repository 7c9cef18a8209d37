import * as z from "zod/mini";
import { comparableEmail, isEmail } from "../domain/facts/email.ts";
import { isBlank } from "../domain/facts/visible-text.ts";
import { comparableNumber } from "../domain/policy/comparable.ts";
import { plainDateTime } from "./date-time.ts";
import { EMPLOYEE_ID, EVENT_ID } from "./identifiers.ts";
import { isTimeZone } from "./start-of-day.ts";

// zod/mini and not zod: bundled alone, schemas like these come to 29 KB and an import of 8 ms, against 97 KB and 18 ms.

const MAX_LENGTH = 256;
const MAX_ATTRIBUTES = 50;

/**
 * The patterns in this file are published, so they keep to what every engine reads alike, RE2 and Rust's included: no
 * look-around, no `\u`, no `\p`, no lone surrogates. What they cannot say is a refinement beside them.
 *
 * `expected` is what a refusal says of the member. Too long a text aborts: the patterns after it, tried on a body of
 * 256 KiB, could keep a worker busy for minutes.
 */
export const text = (expected: string, pattern: RegExp, maxLength = MAX_LENGTH) =>
  z.string(expected).check(
    z.overwrite(inOneLine),
    z.minLength(1, expected),
    z.refine((value) => isWithin(value, maxLength), { error: expected, abort: true }),
    z.meta({ maxLength }),
    z.regex(pattern, expected),
  );

/** A tab or a line break is a blank: exports have them, and they mean nothing. */
const inOneLine = (value: string): string => value.replace(/[\t-\r]+/g, " ").trim();

/** Counts code points, as JSON Schema's `maxLength` does. */
const isWithin = (value: string, maxLength: number): boolean =>
  value.length <= maxLength || (value.length <= 2 * maxLength && Array.from(value).length <= maxLength);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this pattern is there to refuse
const PRINTABLE = /^[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0][^\x00-\x1f\x7f-\x9f]*$/u;
/** A lone surrogate does not survive a trip through SQS and DynamoDB. */
const isReadable = (value: string): boolean => value.isWellFormed() && !isBlank(value);
const printable = (expected: string) => text(expected, PRINTABLE).check(z.refine(isReadable, expected));
export const label = printable(`a text of 1 to ${MAX_LENGTH} printable characters`);

const EXPECTED_TIME = "an RFC 3339 date and time with its offset, such as 2026-03-01T00:00:00Z";
/** Versions compare as text, so a year that needs a sign or a fifth digit once it is in UTC would sort wrongly. */
const FOUR_DIGIT_YEARS = { first: Date.parse("0000-01-01T00:00:00Z"), last: Date.parse("9999-12-31T23:59:59.999Z") };
const hasFourDigitYear = (value: string): boolean =>
  Date.parse(value) >= FOUR_DIGIT_YEARS.first && Date.parse(value) <= FOUR_DIGIT_YEARS.last;
export const time = z.pipe(
  z.transform(plainDateTime),
  z.iso.datetime({ offset: true, error: EXPECTED_TIME }).check(z.refine(hasFourDigitYear, EXPECTED_TIME)),
);

const EXPECTED_DATE = "a date of the years 0001 to 9998, such as 2026-03-01";
/** The day begins in UTC up to a day before or after it does there, and that must be a year of four digits, too. */
const hasNeighbours = (value: string): boolean => !/^(?:0000|9999)/.test(value);
export const date = z.pipe(
  z.transform((value) => (typeof value === "string" ? value.trim() : value)),
  z.iso.date(EXPECTED_DATE).check(z.refine(hasNeighbours, EXPECTED_DATE)),
);

const EXPECTED_ZONE = "an IANA time zone such as Europe/Berlin";
/** Begins with a letter: an offset such as `+01:00` is no zone, because it knows no summer time. */
export const timeZone = text(EXPECTED_ZONE, /^[A-Za-z][A-Za-z0-9_+/-]*$/, 64).check(
  z.refine(isTimeZone, EXPECTED_ZONE),
);

const EXPECTED_ATTRIBUTE = `a text of 1 to ${MAX_LENGTH} printable characters, a number up to 2^53, true or false`;
/** The smallest that DynamoDB stores. Source: Developer Guide, Data types for attributes. */
const MIN_MAGNITUDE = 1e-130;
/** DynamoDB's client refuses numbers beyond those that JavaScript holds exactly. */
const number = z.number().check(
  z.gte(Number.MIN_SAFE_INTEGER, EXPECTED_ATTRIBUTE),
  z.lte(Number.MAX_SAFE_INTEGER, EXPECTED_ATTRIBUTE),
  z.refine((value) => value === 0 || Math.abs(value) >= MIN_MAGNITUDE, EXPECTED_ATTRIBUTE),
);
const attribute = z.union([printable(EXPECTED_ATTRIBUTE), number, z.boolean()], EXPECTED_ATTRIBUTE);

const EXPECTED_NAME = `a name of 1 to ${MAX_LENGTH} letters, digits, \`_\`, \`.\` and \`-\`, not \`constructor\` or \`prototype\``;
/** `__proto__` is for the published schema: zod keeps it out of every record by itself. */
const RESERVED_NAMES = ["__proto__", "constructor", "prototype"];
export const attributeName = text(EXPECTED_NAME, /^[A-Za-z0-9_.-]+$/).check(
  z.refine((name) => !RESERVED_NAMES.includes(name), EXPECTED_NAME),
  z.meta({ not: { enum: RESERVED_NAMES } }),
);
const EXPECTED_ATTRIBUTES = `an object of at most ${MAX_ATTRIBUTES} members`;
const attributes = z
  .record(attributeName, attribute, {
    error: ({ code }) => (code === "invalid_key" ? EXPECTED_NAME : EXPECTED_ATTRIBUTES),
  })
  .check(
    z.refine((members) => Object.keys(members).length <= MAX_ATTRIBUTES, EXPECTED_ATTRIBUTES),
    z.meta({ maxProperties: MAX_ATTRIBUTES }),
  );

/** Exports write numbers as text. */
const numberInText = (value: unknown): unknown =>
  typeof value === "string" ? (comparableNumber(value) ?? value) : value;
const level = z.pipe(z.transform(numberInText), z.int("a whole number"));

export const role = z.object(
  {
    title: label,
    department: label,
    level: z.optional(level),
    employmentType: z.optional(label),
    location: z.optional(label),
    attributes: z.optional(attributes),
  },
  "an object: the employee's whole role",
);

export const employeeIdSchema = text(EMPLOYEE_ID.expected, EMPLOYEE_ID.pattern, EMPLOYEE_ID.maxLength);
export const eventIdSchema = text(EVENT_ID.expected, EVENT_ID.pattern, EVENT_ID.maxLength);

const EXPECTED_EMAIL = "an email address such as name@example.com";
const ATOM = String.raw`[^\x00-\x20"(),.:;<>@\x5b-\x5d\x7f-\xa0]+`;
const LETTER = String.raw`[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xa0]`;
const LABEL = `${LETTER}(?:-*${LETTER})*`;
/** What `isEmail` takes, as far as a pattern that names no letter beyond ASCII can say it. */
const EMAIL = new RegExp(`^${ATOM}(?:\\.${ATOM})*@${LABEL}(?:\\.${LABEL})+$`, "u");
export const email = text(EXPECTED_EMAIL, EMAIL, 254).check(
  z.refine(isEmail, EXPECTED_EMAIL),
  z.overwrite(comparableEmail),
);
