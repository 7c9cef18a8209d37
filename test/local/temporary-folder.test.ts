import { spawnSync } from "node:child_process";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeTemporaryFolder } from "../../local/temporary-folder.ts";

const MODULE = join(import.meta.dirname, "../../local/temporary-folder.ts");

test("nobody else can read it, and it is removed with what is in it", () => {
  const listeners = process.listenerCount("exit");
  const { path, remove } = makeTemporaryFolder();
  writeFileSync(join(path, "employees"), "x");
  expect(statSync(path).mode & 0o777).toBe(0o700);
  remove();
  expect(existsSync(path)).toBe(false);
  expect(process.listenerCount("exit")).toBe(listeners);
});

test.each([
  ["ends", ""],
  ["exits at a second signal", "process.exit(130);"],
  ["fails", "throw new Error('x');"],
])("it is removed if the process %s before", (_, end) => {
  const program = `const { makeTemporaryFolder } = await import(process.argv[1]); console.log(makeTemporaryFolder().path); ${end}`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program, MODULE], { encoding: "utf8" });
  expect(stdout).toMatch(/seatkeeper-/);
  expect(existsSync(stdout.trim())).toBe(false);
});
