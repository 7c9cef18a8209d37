import { describe, expect, test } from "vitest";
import { maskedAttributes, maskedBody, maskedJson } from "../../cli/mask.ts";
import { hireBody } from "../support/event-bodies.ts";

const hire = hireBody({ employeeId: "E1" }, { id: "hire-1" });
const maskedHire = maskedJson(JSON.stringify(hire));

test("shows an event's IDs, times, type and level, and masks every other value", () => {
  const role = {
    title: "Head of IT",
    department: "IT",
    level: 4,
    employmentType: "full-time",
    attributes: { union: true },
  };
  const body = { ...hire, source: "mailto:ana@example.com", data: { ...hire.data, role } };
  expect(maskedJson(JSON.stringify(body))).toEqual({
    specversion: "1.0",
    id: "hire-1",
    source: "***",
    type: "hr.employee.hired.v1",
    time: hire.time,
    data: {
      employeeId: "E1",
      email: "***",
      displayName: "***",
      effectiveAt: hire.data.effectiveAt,
      role: {
        title: "***",
        department: "***",
        level: 4,
        employmentType: "***",
        attributes: { union: "*** (boolean)" },
      },
    },
  });
});

test.each([
  [
    "a leave's last day and its zone",
    { type: "hr.employee.left.v1", sequence: "7", data: { lastDay: "2026-03-31", timeZone: "Europe/Berlin" } },
  ],
  [
    "an effective date",
    { data: { effectiveDate: "2026-04-01", timeZone: "UTC", publishedAt: "2026-03-01T00:00:00Z" } },
  ],
  ["what a cancellation cancels", { type: "hr.employee.change-cancelled.v1", data: { cancels: "change-7" } }],
  ["a resync", { type: "seatkeeper.resync.v1", data: { employeeId: "E1", because: "NoHireYet" } }],
])("shows %s", (_, body) => {
  expect(maskedJson(JSON.stringify(body))).toEqual(body);
});

test.each([
  ["a list of records", { employees: [{ fields: { FirstName: "Ana", SSN: "078-05-1120" } }] }],
  ["a bare name", { name: "Ana" }],
  [
    "names where a leave and a resync have none",
    { sequence: "Ana", data: { lastDay: "Ana", timeZone: "Ana/Diaz", because: "Ana", cancels: "Ana Diaz" } },
  ],
  ["binary data", { ...hire, data_base64: "QW5hIERpYXo=" }],
  ["a number that identifies", { data: { employeeId: 78051120, level: 78051120, role: { level: 78051120 } } }],
  ["an ID that is an address", { id: "ana@example.com", data: { employeeId: "Ana Diaz" } }],
  ["a type that is none", { type: "Ana Diaz", time: "Ana", specversion: "Ana" }],
  ["an ID where none belongs", { employees: [{ id: "Ana", employeeId: "Ana", type: "Ana" }] }],
  ["an object where an ID belongs", { id: { name: "Ana" }, data: { employeeId: ["Ana"] } }],
  ["a role from before", { data: { previousRole: { title: "Ana's deputy" } } }],
  ["a member's name that is an address", { "ana@example.com": 1 }],
  ["a member's name that is a person's", { "Ana Diaz": { "078-05-1120": true, n078051120: 1 } }],
  ["a member named like JavaScript's own", JSON.parse('{"__proto__":{"name":"Ana"},"constructor":"Ana"}')],
  ["a text alone", "Ana"],
  ["JSON in a text", JSON.stringify({ name: "Ana" })],
  ["JSON in a member that holds none", { note: JSON.stringify({ id: "Ana" }) }],
])("masks %s", (_, body) => {
  expect(maskedBody(JSON.stringify(body))).not.toMatch(/Ana|ana@|QW5h|0780?5|078-05/);
});

test("keeps members apart whose names are masked", () => {
  expect(maskedJson('{"a@b.c":1,"d@e.f":"x"}')).toEqual({ "***": "*** (number)", "*** 2": "***" });
});

test("shows that a member is null or blank", () => {
  expect(maskedJson('{"data":{"email":null,"displayName":""}}')).toEqual({ data: { email: null, displayName: "" } });
});

describe("an event in envelopes is shown as one without", () => {
  const text = JSON.stringify(hire);
  const Message = (message: string) => JSON.stringify({ Type: "Notification", Message: message });
  const messageIn = (body: string) => JSON.parse((maskedJson(body) as { Message: string }).Message);

  test.each([
    ["SNS", text],
    ["SNS, after blanks", ` \t ${text}`],
    ["SNS, after a line feed", `\n${text}`],
    ["SNS, after a byte order mark", `\ufeff${text}`],
  ])("%s", (_, message) => {
    expect(messageIn(Message(message))).toEqual(maskedHire);
  });

  test("EventBridge", () => {
    expect(maskedJson(JSON.stringify({ version: "0", "detail-type": "employee.hired", detail: hire }))).toEqual({
      version: "0",
      "detail-type": "employee.hired",
      detail: maskedHire,
    });
  });

  test("EventBridge around plain data", () => {
    const shown = { employeeId: "E1", effectiveAt: "2026-03-01T00:00:00Z", role: { title: "***", department: "***" } };
    expect(maskedJson(JSON.stringify({ "detail-type": "employee.hired", detail: hire.data }))).toEqual({
      "detail-type": "employee.hired",
      detail: { ...shown, email: "***", displayName: "***" },
    });
  });

  test("three of them", () => {
    const inner = Message(JSON.stringify({ "detail-type": "employee.hired", detail: hire }));
    const shown = messageIn(Message(inner));
    expect(JSON.parse(shown.Message).detail).toEqual(maskedHire);
  });

  test("JSON as the text of JSON, and after a byte order mark", () => {
    expect(JSON.parse(String(maskedJson(JSON.stringify(text))))).toEqual(maskedHire);
    expect(maskedJson(`\ufeff${text}`)).toEqual(maskedHire);
  });
});

test("shows nothing of a body that is not JSON", () => {
  expect(maskedBody("Ana Diaz")).toBe("(8 bytes that are not JSON; --reveal shows them)");
  expect(maskedJson("Ana Diaz")).toBeUndefined();
});

test("masks attributes, and their names unless they are plain", () => {
  const attribute = { dataType: "String", stringValue: "Ana" };
  expect(maskedAttributes({ trace: attribute, "ana.diaz": attribute })).toEqual({
    trace: { dataType: "String", value: "***" },
    "***": { dataType: "String", value: "***" },
  });
});

describe("a body made to be costly", () => {
  const nested = (open: string, close: string, levels: number) => `${open.repeat(levels)}"Ana"${close.repeat(levels)}`;

  test.each([
    ["10,000 nested lists", nested("[", "]", 10_000)],
    ["10,000 nested objects", nested('{"data":', "}", 10_000)],
    ["300,000 nested lists", nested("[", "]", 300_000)],
    ["10,000 nested lists in a text", JSON.stringify({ Message: nested("[", "]", 10_000) })],
  ])("%s: is masked below the depth that an event may have", (_, body) => {
    expect(maskedBody(body)).not.toContain("Ana");
    expect(maskedBody(body).length).toBeLessThan(10_000);
  });

  // Found by the regular expression for addresses that masking used: 60 KB took it 21 s. The test's own time-out tells.
  test.each([
    ["a long text without an address", JSON.stringify({ note: "a".repeat(1_000_000) })],
    ["a long text that begins many addresses", JSON.stringify({ note: "a@".repeat(500_000) })],
    ["a long name", JSON.stringify({ [`${"a.".repeat(500_000)}@`]: 1 })],
    ["a long ID", JSON.stringify({ id: "a".repeat(1_000_000), time: "2026-".repeat(200_000) })],
    ["many members", JSON.stringify(Array.from({ length: 50_000 }, (_, index) => ({ [`a${index}@b.c`]: index })))],
  ])("%s", (_, body) => {
    expect(maskedBody(body)).toContain("***");
  });
});
