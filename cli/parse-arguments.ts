/** Parsers for commander: from a text to its value. Each throws InvalidArgumentError with what was expected. */
import { InvalidArgumentError } from "commander";
import { EVENT_KINDS } from "../domain/facts/hr-event.ts";
import { CATALOGUE, type HrEventType } from "../events/catalogue.ts";

export const parseStage = (text: string): string => {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(text)) return text;
  throw new InvalidArgumentError("Expected small letters, digits and -.");
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

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** ISO 8601 UTC; a day alone means its start, in UTC. */
export const parseTime = (text: string): string => {
  const time = TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new InvalidArgumentError("Expected a date (2026-03-01) or a time (2026-03-01T08:00:00Z).");
};

export const parseWhole =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };

export const parsePositive = (text: string): number => {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError("Expected a number above 0.");
};
