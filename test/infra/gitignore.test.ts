import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LOCAL_STACK_FILE } from "../../cli/environment.ts";

const PROJECT = join(import.meta.dirname, "../..");
const inGit = spawnSync("git", ["rev-parse"], { cwd: PROJECT }).status === 0;

const isIgnored = (path: string): boolean =>
  spawnSync("git", ["check-ignore", "--quiet", "--no-index", path], { cwd: PROJECT }).status === 0;

test
  .runIf(inGit)
  .each([
    "discarded-prod-2026-03-01T08-00-00-000Z.jsonl",
    "export.jsonl",
    "kept.json",
    ".build/prod",
    LOCAL_STACK_FILE,
    "dist/seatkeeper.mjs",
  ])("Git ignores %s, which a command writes (skipped outside a Git repository)", (path) => {
  expect(isIgnored(path)).toBe(true);
});

test.runIf(inGit).each(["events/samples/employees.jsonl", "package.json", "events/schemas/hr.employee.hired.v1.json"])(
  "Git does not ignore %s (skipped outside a Git repository)",
  (path) => {
    expect(isIgnored(path)).toBe(false);
  },
);
