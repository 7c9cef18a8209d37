import { endOfDay, startOfDay } from "./start-of-day.ts";

/** From when a fact holds, as HR says it: a moment, or a day in a time zone. The schemas let exactly one of them pass. */
export type SaidMoment = {
  readonly effectiveAt?: string | undefined;
  readonly effectiveDate?: string | undefined;
  readonly lastDay?: string | undefined;
  readonly timeZone?: string | undefined;
};

/** The moment as ISO 8601 UTC with milliseconds. */
export const effectiveAtOf = ({ effectiveAt = "", effectiveDate, lastDay, timeZone = "" }: SaidMoment): string => {
  if (effectiveDate !== undefined) return startOfDay(effectiveDate, timeZone);
  if (lastDay !== undefined) return endOfDay(lastDay, timeZone);
  return new Date(effectiveAt).toISOString();
};

/**
 * What a digest covers of it: of a day the day itself, because a newer time-zone database may put it at another moment,
 * and the event is still the same.
 */
export const comparableMoment = ({ effectiveAt, effectiveDate, lastDay, timeZone }: SaidMoment): SaidMoment =>
  effectiveAt === undefined
    ? { effectiveDate, lastDay, timeZone }
    : { effectiveAt: new Date(effectiveAt).toISOString() };
