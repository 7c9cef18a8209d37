import { afterEach, expect, test, vi } from "vitest";
import { CommandFailed, UsageError } from "../../cli/errors.ts";
import { createProgram, printResult, runProgram } from "../../cli/program.ts";

const written = { stdout: "", stderr: "" };
for (const name of ["stdout", "stderr"] as const)
  vi.spyOn(process[name], "write").mockImplementation((text) => {
    written[name] += text;
    return true;
  });
afterEach(() => {
  Object.assign(written, { stdout: "", stderr: "" });
  process.exitCode = undefined;
});

const runFailing = async (error: unknown) => {
  const program = createProgram("test").action(() => {
    throw error;
  });
  program.parseAsync = program.parseAsync.bind(program, [], { from: "user" });
  await runProgram(program);
  const { exitCode } = process;
  return { exitCode, ...written };
};

test.each([
  ["what keeps a command from its work", new CommandFailed("no \u001b[2J\u202e"), 1, "error: no \\u001b[2J\\u202e\n"],
  ["wrong use", new UsageError("no \u009b1m"), 2, "error: no \\u009b1m\n"],
])("an error is one line that shows hidden characters: %s", async (_, error, exitCode, stderr) => {
  expect(await runFailing(error)).toEqual({ exitCode, stdout: "", stderr });
});

test("an error that nobody foresaw comes with its stack, and shows hidden characters, too", async () => {
  const { exitCode, stderr } = await runFailing(new Error("no \u202e"));
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: This is a bug in Seatkeeper: .*\nError: no \\u202e\n +at /);
});

test.each([
  [true, 0],
  [false, 1],
])("a result goes to stdout and its problem to stderr; complete: %s is exit code %i", (complete, exitCode) => {
  printResult({ text: "a\u001b[2J\nb", complete, problem: "c\u001b[2J" });
  expect({ ...written, exitCode: process.exitCode }).toEqual({
    stdout: "a\\u001b[2J\nb\n",
    stderr: "error: c\\u001b[2J\n",
    exitCode,
  });
});
