import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { complete } from "../../cli/completion/complete.ts";
import { COMPLETION_SCRIPTS } from "../../cli/completion/scripts.ts";
import { seatkeeperProgram } from "../../cli/menu/program.ts";
import { FAILURES } from "../../domain/failures.ts";
import { inShell } from "../support/seatkeeper-process.ts";

const valuesFor = async (...words: string[]) => (await complete(seatkeeperProgram(), words)).map(({ value }) => value);

test.each<[string, string[], string[]]>([
  ["a noun", ["dl"], ["dlq"]],
  ["a verb", ["employee", "s"], ["show"]],
  ["an option", ["dlq", "list", "--st"], ["--stage"]],
  ["an option after others", ["dlq", "list", "--stage", "dev", "--json", "--unt"], ["--until"]],
  ["a stage", ["status", "--stage", ""], ["local", "dev", "staging", "prod"]],
  ["a stage after the short option", ["status", "-s", "st"], ["staging"]],
  ["a stage after the sign", ["status", "--stage=pr"], ["--stage=prod"]],
  ["a stage after the sign, as bash splits it", ["status", "--stage", "=", "pr"], ["prod"]],
  ["a stage after the sign alone, as bash splits it", ["status", "--stage", "="], ["local", "dev", "staging", "prod"]],
  ["a choice", ["dlq", "list", "--queue", "e"], ["employee-hired", "employee-left"]],
  ["a failure code", ["dlq", "list", "--code", "Mal"], Object.keys(FAILURES).filter((code) => code.startsWith("Mal"))],
  ["an event type", ["dlq", "list", "--type", "role"], ["role-changed"]],
  ["a choice of an argument", ["completion", ""], ["bash", "zsh", "fish"]],
  ["nothing: files are the shell's", ["dlq", "export", ""], []],
  ["nothing: a value of any text", ["dlq", "list", "--employee", "d"], []],
])("completes %s", async (_, words, values) => {
  expect(await valuesFor(...words)).toEqual(values);
});

test("what only scripts call is not offered", async () => {
  const names = await valuesFor("");
  expect(names).toEqual(expect.arrayContaining(["status", "dlq", "employee", "directory", "completion", "help"]));
  expect(names).not.toContain("complete");
});

test.each([
  ["seatkeeper dlq li", "list"],
  ["seatkeeper status --stage st", "staging"],
])("bash completes %s", async (typed, value) => {
  const words = typed.split(" ");
  const script = `source <(seatkeeper completion bash); COMP_WORDS=(${typed}) COMP_CWORD=${words.length - 1}
    "$(complete -p seatkeeper | sed 's/.* -F \\([^ ]*\\) .*/\\1/')"; printf '%s\\n' "\${COMPREPLY[@]}"`;
  expect(await inShell(script, {})).toEqual({ code: 0, stdout: `${value}\n`, stderr: "" });
});

for (const shell of ["bash", "zsh", "fish"] as const)
  test.skipIf(spawnSync(shell, ["--version"]).status !== 0)(`${shell} reads its script (skipped without it)`, () => {
    const { status, stderr } = spawnSync(shell, ["-n"], { input: COMPLETION_SCRIPTS[shell], encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
