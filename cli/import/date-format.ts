import { oneOf } from "../../config/nearest.ts";

/** A day, and a time of day and an offset if the format has them: `2026-03-01`, `08:30:00.000`, `+01:00`. */
export type ReadDate = { readonly date: string; readonly time?: string; readonly offset?: string };

/** `read` returns undefined for what does not fit, and for what fits, and is no day or time, such as 29 February 2025. */
export type DateFormat = {
  readonly pattern: string;
  readonly fits: (text: string) => boolean;
  readonly read: (text: string) => ReadDate | undefined;
};

/** What is wrong with a format, as the rest of a sentence. */
export class DateFormatProblem extends Error {}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const LONG_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december";

/** Those of Unicode TR 35 that exports use: what each matches, and which part of a date it is. */
const TOKENS: Readonly<Record<string, readonly [part: string, pattern: string]>> = {
  yyyy: ["year", String.raw`\d{4}`],
  yy: ["year", String.raw`\d{2}`],
  MMMM: ["month", LONG_MONTHS],
  MMM: ["month", String.raw`(?:${MONTHS.join("|")})t?\.?`],
  MM: ["month", String.raw`\d{2}`],
  M: ["month", String.raw`\d{1,2}`],
  dd: ["day", String.raw`\d{2}`],
  d: ["day", String.raw`\d{1,2}`],
  HH: ["hour", String.raw`\d{2}`],
  H: ["hour", String.raw`\d{1,2}`],
  hh: ["hour12", String.raw`\d{2}`],
  h: ["hour12", String.raw`\d{1,2}`],
  mm: ["minute", String.raw`\d{2}`],
  ss: ["second", String.raw`\d{2}`],
  SSS: ["millisecond", String.raw`\d{3}`],
  a: ["half", "[ap]m"],
  XXX: ["offset", String.raw`Z|[+-]\d{2}:\d{2}`],
};
export const DATE_TOKENS: readonly string[] = Object.keys(TOKENS);

/** Letters are tokens, but for `T` and what stands in single quotes. @throws DateFormatProblem */
export const compileDateFormat = (pattern: string): DateFormat => {
  const parts = new Set<string>();
  const sources = (pattern.match(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+|'/g) ?? []).map((token) => {
    const [part, source] = tokenOf(token);
    if (part === undefined) return source;
    if (parts.has(part)) throw new DateFormatProblem(`the ${part} appears twice`);
    parts.add(part);
    return `(?<${part}>${source})`;
  });
  for (const part of ["year", "month", "day"])
    if (!parts.has(part)) throw new DateFormatProblem(`the ${part} is missing; a format looks like yyyy-MM-dd`);
  if (parts.has("hour12") !== parts.has("half"))
    throw new DateFormatProblem("h and hh need a (AM or PM), and a needs one of them");
  const expression = new RegExp(`^${sources.join("")}$`, "i");
  const read = (text: string) => {
    const groups = expression.exec(text.trim())?.groups;
    return groups && dateOf(groups);
  };
  return { pattern, fits: (text) => expression.test(text.trim()), read };
};

const tokenOf = (token: string): readonly [part: string | undefined, source: string] => {
  if (!/^[A-Za-z]/.test(token) || token === "T") return [undefined, escaped(token.replaceAll("'", ""))];
  const known = TOKENS[token];
  if (known === undefined)
    throw new DateFormatProblem(`${token} is not part of a date format: expected ${oneOf(DATE_TOKENS, token)}`);
  return known;
};

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`);

const dateOf = (groups: Readonly<Record<string, string>>): ReadDate | undefined => {
  const date = [yearOf(groups["year"] ?? ""), monthOf(groups["month"] ?? ""), two(groups["day"] ?? "")].join("-");
  if (!isDay(date)) return undefined;
  const hour = hourOf(groups);
  if (hour === undefined) return { date };
  const time = `${two(hour)}:${groups["minute"] ?? "00"}:${groups["second"] ?? "00"}.${groups["millisecond"] ?? "000"}`;
  if (Number.isNaN(Date.parse(`${date}T${time}Z`)) || Number(hour) > 23) return undefined;
  const { offset } = groups;
  return { date, time, ...(offset === undefined ? {} : { offset: offset.toUpperCase() }) };
};

/** Two digits are a year from 1969 to 2068. Source: POSIX, strptime. */
const yearOf = (year: string): string => (year.length === 4 ? year : `${Number(year) < 69 ? "20" : "19"}${year}`);

const monthOf = (month: string): string =>
  /^\d/.test(month) ? two(month) : two(String(MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1));

const hourOf = ({ hour, hour12, half }: Readonly<Record<string, string>>): string | undefined => {
  if (hour12 === undefined) return hour;
  const number = Number(hour12);
  if (number < 1 || number > 12) return "24";
  return String((number % 12) + (half?.toLowerCase() === "pm" ? 12 : 0));
};

const two = (number: string): string => number.padStart(2, "0");

/** What SAP and others write for "no end". */
export const NO_END = "9999-12-31";

const isDay = (date: string): boolean => {
  if (date === NO_END) return true;
  const time = /^(?:0000|9999)/.test(date) ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
};
