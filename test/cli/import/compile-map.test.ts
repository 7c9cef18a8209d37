import { describe, expect, test } from "vitest";
import { openMap } from "../../../cli/import/compile-map.ts";

const COLUMNS = ["EmpID", "Mail", "Title", "Dept", "Start", "Status"];
const MAP = `source: /hr/roster
timeZone: Europe/Berlin
dates: dd-MMM-yy
rows:
  leaveOut: { Status: [Test] }
employee:
  employeeId: "{EmpID}"
  email: "{Mail}"
  startDate: "{Start}"
  role:
    title: "{Title}"
    department: "{Dept}"
`;
const compiled = (text: string) => openMap(text, "map.yml").compile({ name: "roster.csv", columns: COLUMNS });
const without = (line: string, instead = ""): string => {
  expect(MAP).toContain(line);
  return MAP.replace(line, instead);
};

test("a map is compiled", () => {
  expect(compiled(MAP)).toMatchObject({ source: "/hr/roster", email: { columns: ["Mail"] } });
});

describe("a bad map is refused with line, column and what was meant:", () => {
  test.each([
    [
      "a column that is not there",
      without("{Mail}", "{Mial}"),
      "map.yml:8:3: employee.email: roster.csv has no column Mial: expected one of EmpID, Mail, Title, Dept, Start, Status; did you mean Mail?",
    ],
    [
      "a condition on one",
      without("Status", "status"),
      "map.yml:5:15: rows.leaveOut.status: roster.csv has no column status: expected one of EmpID, Mail, Title, Dept, Start, Status; did you mean Status?",
    ],
    [
      "an unknown member",
      without("title:", "tilte:"),
      "map.yml:11:5: unknown member employee.role.tilte: expected one of title, department, level, employmentType, location, attributes; did you mean title?",
    ],
    ["a missing one", without('  email: "{Mail}"\n'), "map.yml:6:1: employee.email: is missing"],
    [
      "a wrong zone",
      without("Europe/Berlin", "Europe/Berln"),
      "map.yml:2:1: timeZone: expected an IANA time zone such as Europe/Berlin; did you mean Europe/Berlin?",
    ],
    ["an offset as zone", without("Europe/Berlin", '"+01:00"'), "map.yml:2:1: timeZone: expected an IANA time zone"],
    [
      "a date format that nobody knows",
      without("dd-MMM-yy", "dd-mmm-yy"),
      "map.yml:3:1: dates: mmm is not part of a date format: expected one of",
    ],
    [
      "braces without quotes",
      without('"{Mail}"', "{Mail}"),
      'map.yml:8:3: a text that begins with a brace needs quotes: "{Mail}"',
    ],
    ["a brace that is not closed", without("{Mail}", "{Mail"), "map.yml:8:3: employee.email: a brace has no partner"],
    ["a number where a text is expected", without("[Test]", "[1]"), 'expected a text: put it in quotes, "1"'],
    [
      "a source with a control character",
      without("/hr/roster", '"/hr\\u0007"'),
      "map.yml:1:1: source: expected a text of 1 to 256 printable characters",
    ],
    [
      "an attribute that no event may have",
      `${MAP}    attributes: { "a b": "{Dept}" }\n`,
      "expected a name of letters, digits, `_`, `.` and `-`",
    ],
    ["leavers that nothing tells", `${MAP}leavers: {}\n`, "map.yml:13:1: leavers: expected when, lastDay or both"],
    ["nothing at all", "", "map.yml:1:1: the file is empty: expected source, timeZone and employee"],
  ])("%s", (_, text, message) => {
    expect(() => compiled(text)).toThrow(message);
  });
});
