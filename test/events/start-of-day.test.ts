import { describe, expect, test } from "vitest";
import { endOfDay, isTimeZone, startOfDay } from "../../events/start-of-day.ts";

describe("a day starts", () => {
  test.each([
    ["at midnight", "2026-03-01", "Europe/Berlin", "2026-02-28T23:00:00.000Z"],
    ["at midnight before the clocks change by day", "2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["and after", "2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    ["at 01:00 if midnight is skipped", "2026-03-08", "America/Havana", "2026-03-08T05:00:00.000Z"],
    ["at 01:00 in Beirut", "2026-03-29", "Asia/Beirut", "2026-03-28T22:00:00.000Z"],
    ["at 01:00 in Cairo", "2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z"],
    ["at the first of two midnights", "2026-11-01", "America/Havana", "2026-11-01T04:00:00.000Z"],
    ["after the 25th hour of the day before", "2026-10-25", "Asia/Beirut", "2026-10-24T22:00:00.000Z"],
    ["once, though its first minute comes twice", "2010-11-07", "America/St_Johns", "2010-11-07T02:30:00.000Z"],
    ["with the next one if the zone skipped it", "2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["after a skipped one as after any", "2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["on the other side of the date line", "2026-03-01", "Pacific/Kiritimati", "2026-02-28T10:00:00.000Z"],
    ["last of all in Pago Pago", "2026-03-01", "Pacific/Pago_Pago", "2026-03-01T11:00:00.000Z"],
    ["by a quarter of an hour in Nepal", "2026-03-01", "Asia/Kathmandu", "2026-02-28T18:15:00.000Z"],
    ["by three quarters in Eucla", "2026-03-01", "Australia/Eucla", "2026-02-28T15:15:00.000Z"],
    ["by half an hour of summer time on Lord Howe", "2026-04-06", "Australia/Lord_Howe", "2026-04-05T13:30:00.000Z"],
    ["by local mean time before there were zones", "1880-01-01", "Europe/Paris", "1879-12-31T23:50:39.000Z"],
    ["in a leap year", "2024-02-29", "UTC", "2024-02-29T00:00:00.000Z"],
    ["in the year 1", "0001-01-01", "UTC", "0001-01-01T00:00:00.000Z"],
  ])("%s: %s in %s", (_, date, timeZone, moment) => {
    expect(startOfDay(date, timeZone)).toBe(moment);
  });
});

describe("a day ends as the next one starts", () => {
  test.each([
    ["2026-04-30", "Europe/Berlin", "2026-04-30T22:00:00.000Z"],
    ["2026-12-31", "America/New_York", "2027-01-01T05:00:00.000Z"],
    ["2024-02-28", "UTC", "2024-02-29T00:00:00.000Z"],
    ["2026-03-07", "America/Havana", "2026-03-08T05:00:00.000Z"],
    ["2026-10-24", "Asia/Beirut", "2026-10-24T22:00:00.000Z"],
    ["2011-12-29", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["9998-12-31", "Pacific/Pago_Pago", "9999-01-01T11:00:00.000Z"],
  ])("%s in %s", (date, timeZone, moment) => {
    expect(endOfDay(date, timeZone)).toBe(moment);
  });
});

describe("by what Intl says of the moment and of the millisecond before it", () => {
  const dateAt = (timeZone: string) => {
    const format = new Intl.DateTimeFormat("en-CA", { timeZone });
    return (milliseconds: number) => format.format(milliseconds);
  };
  const isStart = (date: string, timeZone: string): boolean => {
    const [start, at] = [Date.parse(startOfDay(date, timeZone)), dateAt(timeZone)];
    return at(start) === date && at(start - 1) < date;
  };
  const days = (year: number) =>
    Array.from({ length: 365 }, (_, index) => new Date(Date.UTC(year, 0, 1 + index)).toISOString().slice(0, 10));

  test("each month starts right in every zone", () => {
    const firsts = days(2026).filter((date) => date.endsWith("-01"));
    const wrong = Intl.supportedValuesOf("timeZone").flatMap((zone) =>
      firsts.filter((date) => !isStart(date, zone)).map((date) => `${date} ${zone}`),
    );
    expect(wrong).toEqual([]);
  });

  test.each([
    ["America/Havana", 2026],
    ["Asia/Beirut", 2026],
    ["Africa/Cairo", 2026],
    ["America/Asuncion", 2023],
    ["America/Santiago", 2026],
    ["America/St_Johns", 2010],
    ["Asia/Tehran", 2021],
    ["Africa/Casablanca", 2026],
    ["Antarctica/Troll", 2026],
  ])("each day starts right in %s in %d", (zone, year) => {
    expect(days(year).filter((date) => !isStart(date, zone))).toEqual([]);
  });
});

test.each(["Europe/Berlin", "europe/berlin", "UTC", "Etc/GMT-14", "Asia/Calcutta", "US/Pacific"])(
  "%s is a zone",
  (it) => {
    expect(isTimeZone(it)).toBe(true);
  },
);

test.each(["", " ", "Mars/Olympus", "Europe", "Berlin", "CEST", "Etc/Unknown", "toString", "__proto__"])(
  "%j is no zone",
  (it) => {
    expect(isTimeZone(it)).toBe(false);
  },
);
