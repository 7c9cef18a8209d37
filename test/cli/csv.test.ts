import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { csvRecord } from "../../cli/csv.ts";

test("quotes what RFC 4180 asks for, ends with CRLF, and a parser reads it back", () => {
  const cells = ["E1", 'the "Boss"', "Sales, EMEA", "", "Zoë"];
  expect(csvRecord(cells)).toBe('E1,"the ""Boss""","Sales, EMEA",,Zoë\r\n');
  expect(parse(csvRecord(cells))).toEqual([cells]);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", '=HYPERLINK("http://x","y")'])(
  "no spreadsheet takes %s for a formula",
  (text) => {
    expect(parse(csvRecord([text]))).toEqual([[`'${text}`]]);
  },
);

test.each(["\t=1", "\r=1", "\n=1"])("nor a formula after %j", (text) => {
  expect(csvRecord([text])).toMatch(/^'\\u00/);
});

test("a number, a boolean and nothing are written as they are", () => {
  expect(csvRecord([-1, true, undefined, "a=b"])).toBe("-1,true,,a=b\r\n");
});

test("a record is one line, and nothing in it does anything to a terminal", () => {
  expect(csvRecord(["a\r\nb\u001b[2J\u202e"])).toBe("a\\u000d\\u000ab\\u001b[2J\\u202e\r\n");
});
