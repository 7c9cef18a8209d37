import { describe, expect, test } from "vitest";
import { compileDateFormat } from "../../../cli/import/date-format.ts";
import { momentOf } from "../../../cli/import/moment.ts";
import { shapeOf } from "../../../cli/import/shape.ts";
import { compileTemplate, render } from "../../../cli/import/template.ts";

describe("a date", () => {
  test.each([
    ["yyyy-MM-dd", "2026-03-01", { date: "2026-03-01" }],
    ["dd-MMM-yy", "20-Sep-19", { date: "2019-09-20" }],
    ["d-MMM-yy", "1-SEPT-19", { date: "2019-09-01" }],
    ["dd-MMM-yy", "20-Sep-85", { date: "1985-09-20" }],
    ["dd-MMM-yy", "20-Sep-68", { date: "2068-09-20" }],
    ["MMMM d, yyyy", "march 1, 2026", { date: "2026-03-01" }],
    ["M/d/yyyy", "3/1/2026", { date: "2026-03-01" }],
    ["dd.MM.yyyy HH:mm", "01.03.2026 08:30", { date: "2026-03-01", time: "08:30:00.000" }],
    ["M/d/yyyy h:mm a", "3/1/2026 12:05 am", { date: "2026-03-01", time: "00:05:00.000" }],
    ["M/d/yyyy h:mm a", "3/1/2026 1:05 PM", { date: "2026-03-01", time: "13:05:00.000" }],
    [
      "yyyy-MM-ddTHH:mm:ss.SSSXXX",
      "2026-03-01T08:30:00.250z",
      { date: "2026-03-01", time: "08:30:00.250", offset: "Z" },
    ],
    ["'on' d.M.yyyy", "on 1.3.2026", { date: "2026-03-01" }],
    ["dd-MMM-yy", "31-Feb-19", undefined],
    ["dd-MMM-yy", "04-Mai-22", undefined],
    ["dd-MMM-yy", "4-May-22", undefined],
    ["dd-MMM-yy", "04-May-2022", undefined],
    ["yyyy-MM-dd", "0000-01-01", undefined],
    ["yyyy-MM-dd HH:mm", "2026-03-01 24:00", undefined],
    ["yyyy-MM-dd h:mm a", "2026-03-01 13:00 pm", undefined],
    ["d.M.yyyy", "1x3x2026", undefined],
  ])("as %s reads %s", (pattern, text, expected) => {
    expect(compileDateFormat(pattern).read(text)).toEqual(expected);
  });

  test.each([
    ["DD-MMM-YY", "DD is not part of a date format: expected one of"],
    ["dd-mmm-yyyy", "mmm is not part of a date format"],
    ["yyyy-MM", "the day is missing"],
    ["yyyy-MM-dd-MM", "the month appears twice"],
    ["yyyy-MM-dd h:mm", "h and hh need a (AM or PM)"],
  ])("has no format %s", (pattern, message) => {
    expect(() => compileDateFormat(pattern)).toThrow(message);
  });

  test.each([
    ["the start of a day", { date: "2026-03-01" }, "America/New_York", "start", "2026-03-01T05:00:00.000Z"],
    ["the end of a day", { date: "2026-03-01" }, "Europe/Berlin", "end", "2026-03-01T23:00:00.000Z"],
    ["a time", { date: "2026-07-01", time: "08:30:00.000" }, "Europe/Berlin", "end", "2026-07-01T06:30:00.000Z"],
    [
      "its offset",
      { date: "2026-07-01", time: "08:30:00.000", offset: "-02:00" },
      "Europe/Berlin",
      "end",
      "2026-07-01T10:30:00.000Z",
    ],
  ] as const)("is a moment by %s", (_, date, zone, edge, moment) => {
    expect(momentOf(date, zone, edge)).toBe(moment);
  });
});

describe("a template", () => {
  const row: Readonly<Record<string, string>> = { First: " Ana ", Middle: "", Last: "Lima\u00a0 Reis" };
  const text = (source: string) => render(compileTemplate(source), (column) => row[column] ?? "");

  test.each([
    ["{First} {Last}", "Ana Lima Reis"],
    ["{First} {Middle} {Last}", "Ana Lima Reis"],
    ["{Middle} (intern)", ""],
    ["regular", "regular"],
    ["{{First}} { Last }", "{First} Lima Reis"],
  ])("%s", (source, expected) => {
    expect(text(source)).toBe(expected);
  });

  test.each(["{First", "First}", "{}"])("%s is none", (source) => {
    expect(() => compileTemplate(source)).toThrow(/brace|names no column/);
  });
});

test.each([
  ["04.Mai.22", "2 digits, a dot, 3 letters, a dot, 2 digits"],
  ["Zoë 🎉@x", "3 letters, a blank, another character, an @, a letter"],
  ["a\u200bb\n", "a letter, an unusual blank or control character, a letter, a line break"],
  ["--", "2 dashes"],
  ["", "nothing"],
])("the shape of %j says nothing of the person", (value, shape) => {
  expect(shapeOf(value)).toBe(shape);
});
