import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { printReport } from "../../local/print-report.ts";
import { isComplete, type RunReport } from "../../local/run-report.ts";

beforeEach(() => void vi.stubEnv("NO_COLOR", "1"));
afterEach(() => void vi.unstubAllEnvs());

const REPORT: RunReport = {
  sent: 3,
  outcomes: { created: 1, updated: 1, unchanged: 0, duplicate: 0, stale: 0, "dead-lettered": 1 },
  changes: [{ from: "Basic", to: "Pro", events: 12 }],
  retries: 2,
  unaccounted: [],
  refused: [],
  users: { Basic: 0, Plus: 0, Pro: 1, ProTrial: 0 },
  employees: [{ employeeId: "E1", title: "Manager", department: "Any", license: "Pro", rule: "managers" }],
  deadLetters: [
    {
      file: "f.jsonl",
      line: 3,
      queue: "hired",
      eventId: "",
      employeeId: "",
      code: "MalformedBody",
      message: "the body is no JSON",
    },
  ],
  seconds: 1.5,
};

test("shows outcomes, license changes, users, employees and dead letters", () => {
  const text = printReport(REPORT);
  expect(text).toContain("3 events in 1.5 s (2/s), 2 deliveries tried again");
  expect(text).toMatch(/License changes\n.*\n│ from +│ to +│ events │\n.*\n│ Basic +│ Pro +│ 12 +│/);
  expect(text).toMatch(/Employees \(1 of 1\)[\s\S]*│ E1 +│ Manager/);
  expect(text).toMatch(/Dead letters \(1\)[\s\S]*│ f.jsonl:3 +│ - +│ - +│ MalformedBody/);
});

test("lists each event that is not accounted for", () => {
  expect(printReport({ ...REPORT, unaccounted: [{ file: "hires.jsonl", line: 7 }] })).toMatch(
    /hires\.jsonl:7: this event is not accounted for$/,
  );
});

test("shows hidden characters of a title, a reason or a file's name, and does not act on them", () => {
  const hostile = "x\u001b[2J\u009b31m\u202e\nforged";
  const [employee] = REPORT.employees;
  const [deadLetter] = REPORT.deadLetters;
  const text = printReport({
    ...REPORT,
    employees: employee === undefined ? [] : [{ ...employee, title: hostile, department: hostile, rule: hostile }],
    deadLetters: deadLetter === undefined ? [] : [{ ...deadLetter, message: hostile, eventId: hostile }],
    unaccounted: [{ file: hostile, line: 1 }],
  });
  expect(text).toMatch(/^(?:\n|[^\p{Cc}\p{Cf}])*$/u);
  expect(text.match(/x\\u001b\[2J\\u009b31m\\u202e\\u000aforged/g)).toHaveLength(6);
});

test("lists each event that SQS refused", () => {
  const refused = [{ file: "hires.jsonl", line: 8, code: "InvalidMessageContents" }];
  expect(printReport({ ...REPORT, refused })).toMatch(
    /hires\.jsonl:8: SQS refused this event \(InvalidMessageContents\)$/,
  );
});

test.each<[string, Partial<RunReport>, boolean]>([
  ["all is accounted for", {}, true],
  ["an event is not accounted for", { unaccounted: [{ file: "f", line: 1 }] }, false],
  ["SQS refused an event", { refused: [{ file: "f", line: 1, code: "x" }] }, false],
  ["every event is a dead letter", { outcomes: { ...REPORT.outcomes, "dead-lettered": 3 } }, false],
])("if %s, complete is as expected", (_, changes, complete) => {
  expect(isComplete({ ...REPORT, ...changes })).toBe(complete);
});
