/** Parsers for commander: from a text to its value. Each throws InvalidArgumentError with what was expected. */
import { InvalidArgumentError } from "commander";
import * as z from "zod";
import { isFailureCode, unknownCode } from "../dead-letters/failure-code.ts";
import { isEmail } from "../domain/facts/email.ts";
import { EVENT_KINDS } from "../domain/facts/hr-event.ts";
import type { FailureCode } from "../domain/failures.ts";
import { CATALOGUE, type HrEventType, QUEUE_NAMES, type QueueName } from "../events/catalogue.ts";
import { employeeIdSchema } from "../events/schema.ts";

/** For an option that takes one value: a second one would silently take the place of the first. */
export const once =
  <T>(parse: (text: string) => T) =>
  (text: string, earlier: T | undefined): T => {
    if (earlier !== undefined) throw new InvalidArgumentError("It may be given once.");
    return parse(text);
  };

export const parseStage = (text: string): string => {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(text)) return text;
  throw new InvalidArgumentError("Expected small letters, digits and -.");
};

export const parseText = (text: string): string => {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("Expected a text that is not blank.");
};

export const parseQueue = (text: string): QueueName => {
  const queue = QUEUE_NAMES.find((name) => name === text);
  if (queue === undefined) throw new InvalidArgumentError(`Allowed choices are ${QUEUE_NAMES.join(", ")}.`);
  return queue;
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
  const { data, error } = employeeIdSchema.safeParse(text);
  if (data !== undefined) return data;
  throw new InvalidArgumentError(`Expected ${error.issues[0]?.message}.`);
};

/** Events by what may be typed for them: their kind, or their type. */
const EVENT_TYPES: ReadonlyMap<string, HrEventType> = new Map(
  EVENT_KINDS.flatMap((kind) => [kind, CATALOGUE[kind].type].map((typed) => [typed, CATALOGUE[kind].type])),
);

export const parseEventType = (text: string): HrEventType => {
  const type = EVENT_TYPES.get(text);
  if (type === undefined) throw new InvalidArgumentError(`Expected ${EVENT_KINDS.join(" or ")}.`);
  return type;
};

/** Days that the calendar has; a time may leave out its seconds. */
const timeSchema = z.union([
  z.iso.date(),
  z.iso.datetime({ offset: true }),
  z.iso.datetime({ offset: true, precision: -1 }),
]);

/** ISO 8601 UTC; a day alone means its start, in UTC. */
export const parseTime = (text: string): string => {
  if (timeSchema.safeParse(text).success) return new Date(text).toISOString();
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
