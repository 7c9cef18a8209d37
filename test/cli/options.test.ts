import { Command } from "commander";
import { expect, test, vi } from "vitest";
import { dlqList } from "../../cli/commands/dlq/list.ts";
import { withDeadLetterOptions } from "../../cli/options.ts";
import { parsePositive } from "../../cli/parse-arguments.ts";
import { useDeadLetterQueues } from "../support/dead-letter-queues.ts";

useDeadLetterQueues();

const parse = (...args: string[]) => {
  const command = withDeadLetterOptions(new Command().exitOverride().configureOutput({ writeErr: () => {} }));
  const stage = args.includes("--stage") ? [] : ["--stage", "local"];
  return command
    .action(() => {})
    .parse([...stage, ...args], { from: "user" })
    .opts();
};

test.each([
  ["--stage", "Prod!", "Expected lowercase letters, digits and -."],
  ["--queue", "hires", "Allowed choices are employee-hired, role-changed, employee-left\\."],
  ["--queue", "role-change", "Allowed choices are .*, employee-left; did you mean role-changed\\?"],
  ["--type", "fired", "Expected hired or role-changed or left or change-cancelled; did you mean hired\\?"],
  ["--type", "constructor", "Expected hired or role-changed or left or change-cancelled\\."],
  ["--since", "yesterday", "Expected a date"],
  ["--until", "2026-02-30x", "Expected a date"],
  ["--since", "2026-02-30", "Expected a date"],
  ["--since", "2026-02-29T08:00Z", "Expected a date"],
  ["--until", "2026-13-01T08:00:00Z", "Expected a date"],
  ["--until", "2026-03-01T25:00:00Z", "Expected a date"],
  ["--since", "", "Expected a date"],
  ["--code", "invalidevent", "There is no such failure code. Did you mean InvalidEvent\\?"],
  ["--code", "EmployeeNotProvisoned", "There is no such failure code. Did you mean EmployeeNotProvisioned\\?"],
  ["--code", "Zork", "There is no such failure code: docs/runbook.md lists them"],
  ["--code", "", "There is no such failure code: docs/runbook.md lists them"],
  ["--employee", "", "Expected 1 to 64 letters"],
  ["--employee", "Ana Diaz", "Expected 1 to 64 letters"],
  ["--id", " ", "Expected text that is not blank."],
  ["--limit", "", "Expected a whole number of 1 or more."],
  ["--limit", "1e3", "Expected a whole number of 1 or more."],
  ["--limit", "0", "Expected a whole number of 1 or more."],
  ["--limit", "1.5", "Expected a whole number of 1 or more."],
])("rejects %s %s", (option, text, message) => {
  expect(() => parse(option, text)).toThrow(
    new RegExp(`option '.*${option} <.*' argument '${text}' is invalid. ${message}`),
  );
});

test("parses the options", () => {
  const options = parse("--type", "hired", "--since", "2026-03-01", "--until", "2026-03-01T09:00:00+01:00", "-n", "12");
  expect(options).toEqual({
    stage: "local",
    type: "hr.employee.hired.v1",
    since: "2026-03-01T00:00:00.000Z",
    until: "2026-03-01T08:00:00.000Z",
    limit: 12,
  });
});

test("a time may leave out its seconds, and a leap year has its day", () => {
  expect(parse("--since", "2028-02-29", "--until", "2028-02-29T08:00+01:00")).toMatchObject({
    since: "2028-02-29T00:00:00.000Z",
    until: "2028-02-29T07:00:00.000Z",
  });
});

test("--code may be given several times", () => {
  expect(parse("--code", "InvalidEvent", "--code", "Unexpected")).toMatchObject({
    code: ["InvalidEvent", "Unexpected"],
  });
});

test.each([
  ["--stage", "dev"],
  ["--queue", "role-changed"],
  ["--employee", "E1"],
  ["--type", "hired"],
  ["--since", "2026-03-01"],
  ["--until", "2026-03-01"],
  ["--id", "a"],
  ["--limit", "5"],
])("%s may be given once: the first would be lost", (option, text) => {
  expect(() => parse(option, text, option, text)).toThrow("It may be given once.");
});

test("rejects a period that ends before it begins", () => {
  expect(() => parse("--since", "2026-03-02", "--until", "2026-03-01")).toThrow(
    "--since 2026-03-02T00:00:00.000Z is later than --until 2026-03-01T00:00:00.000Z",
  );
  expect(() => parse("--since", "2026-03-01", "--until", "2026-03-01")).not.toThrow();
});

test.each(["0", "-1", "x", "Infinity", "", " ", "0x10"])("rejects a rate of %s", (text) => {
  expect(() => parsePositive(text)).toThrow("Expected a number above 0.");
});

test("reports a stage without queues", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "x");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
  await expect(dlqList({ stage: "staging" })).rejects.toThrow(
    'There is no queue seatkeeper-staging-employee-hired in this account and region: is the stage "staging" deployed here?',
  );
});

test("reports a stage that config/stages.yml does not have", async () => {
  await expect(dlqList({ stage: "nowhere" })).rejects.toThrow('There is no stage "nowhere" in config/stages.yml');
});
