import { create, toZonedDateTime } from "temporal-polyfill/fns/PlainDateTime";
import { endOfDay, startOfDay } from "../../events/start-of-day.ts";
import type { ReadDate } from "./date-format.ts";

/** Which end of a day without a time of day counts. */
export type DayEdge = "start" | "end";

/** The moment that a date stands for, as ISO 8601 UTC. An offset in the date counts, else the time zone does. */
export const momentOf = ({ date, time, offset }: ReadDate, timeZone: string, edge: DayEdge): string => {
  if (time === undefined) return edge === "start" ? startOfDay(date, timeZone) : endOfDay(date, timeZone);
  if (offset !== undefined) return new Date(`${date}T${time}${offset}`).toISOString();
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const [hour = 0, minute = 0, second = 0, milliseconds = 0] = time.split(/[:.]/).map(Number);
  const local = create(year, month, day, hour, minute, second, milliseconds);
  return new Date(toZonedDateTime(local, timeZone).epochMilliseconds).toISOString();
};
