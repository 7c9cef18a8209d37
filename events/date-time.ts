/** UTC has put leap seconds at the end of these days only. Source: IERS Bulletin C. */
const LEAP_SECOND = /-(?:06-30|12-31)T23:59:59/;
const SECOND_60 = /:60(?=[.Z+-])/;

/**
 * A date and time as the schema has it, out of what RFC 3339 also allows: small letters, and a leap second, which reads
 * as the second after it. Anything else stays as it is.
 */
export const plainDateTime = (value: unknown): unknown => {
  if (typeof value !== "string") return value;
  const text = value
    .trim()
    .replace(/(?<=^[0-9-]+)t/, "T")
    .replace(/z$/, "Z");
  if (!SECOND_60.test(text)) return text;
  const before = new Date(text.replace(SECOND_60, ":59"));
  const isLeapSecond = !Number.isNaN(before.getTime()) && LEAP_SECOND.test(before.toISOString());
  return isLeapSecond ? new Date(before.getTime() + 1000).toISOString() : text;
};
