/** Parsers for commander: from a text to its value. Each throws InvalidArgumentError with what was expected. */
import { InvalidArgumentError } from "commander";
import { didYouMean } from "../config/nearest.ts";
import { isFailureCode, unknownCode } from "../dead-letters/failure-code.ts";
import { isEmail } from "../domain/facts/email.ts";
import { EVENT_KINDS } from "../domain/facts/hr-event.ts";
import type { FailureCode } from "../domain/failures.ts";
import { CATALOGUE, type HrEventType, QUEUE_NAMES, type QueueName } from "../events/catalogue.ts";
import { EMPLOYEE_ID } from "../events/identifiers.ts";

/** For an option that takes one value: a second one would silently take the place of the first. */
export const once =
  <T>(parse: (text: string) => T) =>
  (text: string, earlier: T | undefined): T => {
    if (earlier !== undefined) throw new InvalidArgumentError("It may be given once.");
    return parse(text);
  };

export const parseStage = (text: string): string => {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(text)) return text;
  throw new InvalidArgumentError("Expected lowercase letters, digits and -.");
};

/** Source: the form of the regions in AWS General Reference. */
export const parseRegion = (text: string): string => {
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(text)) return text;
  throw new InvalidArgumentError("Expected an AWS region such as us-east-1.");
};

export const parseText = (text: string): string => {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("Expected text that is not blank.");
};

export const parseQueue = (text: string): QueueName => {
  const queue = QUEUE_NAMES.find((name) => name === text);
  if (queue !== undefined) return queue;
  const choices = `Allowed choices are ${QUEUE_NAMES.join(", ")}`;
  throw new InvalidArgumentError(`${choices}${didYouMean(QUEUE_NAMES, text) || "."}`);
};

/** One more of the codes that were given. */
export const parseCodes = (text: string, earlier: readonly FailureCode[] = []): readonly FailureCode[] => {
  if (isFailureCode(text)) return [...earlier, text];
  throw new InvalidArgumentError(sentence(unknownCode(text)));
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export const parseEmail = (text: string): string => {
  if (isEmail(text)) return text;
  throw new InvalidArgumentError("Expected an email address such as name@example.com.");
};

export const parseEmployee = (text: string): string => {
  const id = text.trim();
  if (id.length <= EMPLOYEE_ID.maxLength && EMPLOYEE_ID.pattern.test(id)) return id;
  throw new InvalidArgumentError(`Expected ${EMPLOYEE_ID.expected}.`);
};

/** Events by what may be typed for them: their kind, or their type. */
const EVENT_TYPES: ReadonlyMap<string, HrEventType> = new Map(
  EVENT_KINDS.flatMap((kind) => [kind, CATALOGUE[kind].type].map((typed) => [typed, CATALOGUE[kind].type])),
);

export const parseEventType = (text: string): HrEventType => {
  const type = EVENT_TYPES.get(text);
  if (type !== undefined) return type;
  const meant = didYouMean([...EVENT_TYPES.keys()], text);
  throw new InvalidArgumentError(`Expected ${EVENT_KINDS.join(" or ")}${meant || "."}`);
};

/** A time may leave out its seconds. */
const TIME = /^(\d{4}-\d\d-\d\d)(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d))?$/;

/** Whether the calendar has the day: `Date` makes March of what is left of 30 February. */
const isDay = (day: string): boolean => {
  const date = new Date(day);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

/** ISO 8601 UTC; a day alone means its start, in UTC. */
export const parseTime = (text: string): string => {
  const day = TIME.exec(text)?.[1];
  if (day !== undefined && isDay(day)) return new Date(text).toISOString();
  throw new InvalidArgumentError("Expected a date (2026-03-01) or a time (2026-03-01T08:00:00Z).");
};

export const parseWhole =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };

export const parsePositive = (text: string): number => {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError("Expected a number above 0.");
};

/** A SHA-256 in hex. */
export const parseDigest = (text: string): string => {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError("Expected the 64 digits, 0 to 9 and a to f, that `policy diff` printed.");
};
