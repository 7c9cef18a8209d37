import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OUTCOMES } from "../../cli/outcomes.ts";
import { printReport } from "../../local/print-report.ts";
import { isComplete, type RunReport } from "../../local/run-report.ts";

beforeEach(() => void vi.stubEnv("NO_COLOR", "1"));
afterEach(() => void vi.unstubAllEnvs());

const NONE = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as RunReport["outcomes"];
const REPORT: RunReport = {
  sent: 3,
  outcomes: { ...NONE, created: 1, updated: 1, "dead-lettered": 1 },
  changes: [{ from: "Basic", to: "Pro", events: 12 }],
  retries: 2,
  unaccounted: [],
  refused: [],
  users: { Basic: 0, Plus: 0, Pro: 1, ProTrial: 0 },
  employees: [
    {
      employeeId: "E1",
      title: "Manager",
      department: "Any",
      employed: true,
      license: "Pro",
      suspended: false,
      rule: "managers",
    },
  ],
  waiting: [],
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
  waitedSeconds: 0,
};

test("shows outcomes, license changes, users, employees and dead letters", () => {
  const text = printReport(REPORT);
  expect(text).toContain("3 events in 1.5 s (2/s), 2 deliveries tried again");
  expect(printReport({ ...REPORT, retries: 1 })).toContain(" 1 delivery tried again");
  expect(text).toMatch(/License changes\n.*\n│ from +│ to +│ events │\n.*\n│ Basic +│ Pro +│ 12 +│/);
  expect(text).toMatch(/Employees \(1 of 1\)[\s\S]*│ E1 +│ Manager/);
  expect(text).toMatch(/Waiting \(0 of 0\)/);
  expect(text).toMatch(/Dead letters \(1\)[\s\S]*│ f.jsonl:3 +│ - +│ - +│ MalformedBody/);
});

test("says how long it went on for what came due", () => {
  expect(printReport({ ...REPORT, waitedSeconds: 12.3 })).toContain("tried again, then 12 s for what came due");
});

test("shows who left and whose account is suspended, and who has none", () => {
  const left = { employeeId: "E2", title: "", department: "", employed: false, rule: "left" };
  const text = printReport({
    ...REPORT,
    employees: [
      { ...left, license: "Basic", suspended: true },
      { ...left, employeeId: "E3", suspended: false },
    ],
  });
  expect(text).toMatch(/│ E2 .*│ Basic +│ left +│ suspended, left/);
  expect(text).toMatch(/│ E3 .*│ - +│ left +│ none, left/);
});

test("shows what is upcoming with its day, and why an employee waits", () => {
  const text = printReport({
    ...REPORT,
    waiting: [
      { employeeId: "E2", because: "NotYetEffective", until: "2099-01-01T00:00:00.000Z", fact: "hired" },
      { employeeId: "E3", because: "AddressInUse", until: "2026-06-01T00:00:00.000Z" },
    ],
  });
  expect(text).toMatch(/Waiting \(2 of 2\)[\s\S]*│ E2 +│ hired +│ 2099-01-01T00:00:00\.000Z +│ NotYetEffective/);
  expect(text).toMatch(/│ E3 +│ - +│ 2026-06-01T00:00:00\.000Z +│ AddressInUse/);
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

test("of many failures it shows the first hundred, and says how many there are, and where all are", () => {
  const many = <T>(row: (line: number) => T) => Array.from({ length: 101 }, (_, index) => row(index + 1));
  const text = printReport({
    ...REPORT,
    deadLetters: many((line) => ({
      file: "dead",
      line,
      queue: "hired",
      eventId: "",
      employeeId: "",
      code: "InvalidEvent",
      message: "",
    })),
    refused: many((line) => ({ file: "refused", line, code: "InternalError" })),
    unaccounted: many((line) => ({ file: "lost", line })),
  });
  expect(text).toMatch(/Dead letters \(100 of 101\)/);
  for (const file of ["dead", "refused", "lost"]) {
    expect(text).toMatch(new RegExp(`${file}:100\\b`));
    expect(text).not.toMatch(new RegExp(`${file}:101\\b`));
  }
  expect(text).toMatch(/3 more failed: --json lists all of them$/);
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
