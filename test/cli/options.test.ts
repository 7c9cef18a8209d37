import { Command } from "commander";
import { expect, test, vi } from "vitest";
import { dlqList } from "../../cli/commands/dlq/list.ts";
import { withDeadLetterOptions } from "../../cli/options.ts";
import { parsePositive } from "../../cli/parse-arguments.ts";
import { useDeadLetterQueues } from "../support/dead-letter-queues.ts";

useDeadLetterQueues();

const parse = (...args: string[]) => {
  const command = withDeadLetterOptions(new Command().exitOverride().configureOutput({ writeErr: () => {} }));
  return command.parse(["--stage", "local", ...args], { from: "user" }).opts();
};

test.each([
  ["--stage", "Prod!", "Expected small letters, digits and -."],
  ["--queue", "hires", "Allowed choices are employee-hired, role-changed."],
  ["--type", "fired", "Expected hired or role-changed."],
  ["--type", "constructor", "Expected hired or role-changed."],
  ["--since", "yesterday", "Expected a date"],
  ["--until", "2026-02-30x", "Expected a date"],
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

test.each(["0", "-1", "x", "Infinity"])("rejects a rate of %s", (text) => {
  expect(() => parsePositive(text)).toThrow("Expected a number above 0.");
});

test("reports a stage without queues", async () => {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "x");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "x");
  await expect(dlqList({ stage: "nowhere" })).rejects.toThrow(
    'There is no queue seatkeeper-nowhere-employee-hired in this account and region: is the stage "nowhere" deployed here?',
  );
});
