import { expect, test } from "vitest";
import { plainDateTime } from "../../events/date-time.ts";

test.each([
  ["2026-03-01t00:00:00z", "2026-03-01T00:00:00Z"],
  [" 2026-03-01T00:00:00+01:00 ", "2026-03-01T00:00:00+01:00"],
  ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
  ["2015-06-30t23:59:60.25z", "2015-07-01T00:00:00.250Z"],
  ["2017-01-01T08:59:60+09:00", "2017-01-01T00:00:00.000Z"],
])("reads %j as %s", (text, plain) => {
  expect(plainDateTime(text)).toBe(plain);
});

test.each([
  "2026-03-01T00:00:60Z",
  "2026-03-31T23:59:60Z",
  "2026-02-30T23:59:60Z",
  "2016-12-31T23:59:60",
  "2016-12-31T23:59:61Z",
  "2016-12-31T22:59:60Z",
  "never:60Z",
  "today",
  7,
  undefined,
])("leaves %j as it is", (value) => {
  expect(plainDateTime(value)).toBe(value);
});
