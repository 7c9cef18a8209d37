import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { settingsProblem } from "../../../infra/packaging/check-settings.ts";

const CONFIG = join(import.meta.dirname, "../../../config");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "check-settings-"));
  for (const name of ["directories", "stages.yml", "license-policy.yml"])
    cpSync(join(CONFIG, name), join(folder, name), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const problemOf = (stage: string, more: object = {}) => settingsProblem({ stage, ...more }, folder);

test("what is right has no problem", () => {
  expect(problemOf("dev")).toBeUndefined();
  expect(problemOf("local")).toBeUndefined();
  expect(problemOf("dev", { chimeAccountId: "ours" })).toBeUndefined();
});

test.each([
  ["an empty policy", "license-policy.yml", "", "config/license-policy.yml:1:1: the file is empty: expected rules and"],
  ["a policy in itself", "license-policy.yml", "rules: &a [*a]", "config/license-policy.yml:1:12: *a stands for &a"],
  ["a policy with tabs", "license-policy.yml", "rules:\n\t- name: a\n", "config/license-policy.yml:2:1: a tab"],
  ["a picture for stages", "stages.yml", "\u0089PNG\u0000", "config/stages.yml:1:5: the file is binary"],
  [
    "an empty directory file",
    "directories/chime.yml",
    "# later\n",
    "config/directories/chime.yml:1:1: the file is empty",
  ],
])("%s is one line", (_, name, text, problem) => {
  writeFileSync(join(folder, name), text);
  const found = problemOf("dev");
  expect(found).toContain(problem);
  expect(found).not.toContain("\n");
});

test("an unknown stage is told with the nearest", () => {
  expect(problemOf("prdo")).toMatch(/^There is no stage "prdo" .*; did you mean prod\?$/);
});

test("the embedded stack is checked with the directory that it runs", () => {
  expect(problemOf("local", { localDirectory: "figmo" })).toContain("there is no config/directories/figmo.yml");
  expect(problemOf("local", { localDirectory: "slack" })).toContain("needs a `license`: one of member, none");
});

test("two Chime accounts are a problem before the framework starts", () => {
  appendFileSync(join(folder, "stages.yml"), "\nqa:\n  <<: *deployed\n  chimeAccountId: theirs\n");
  expect(problemOf("qa", { chimeAccountId: "ours" })).toMatch(/^config\/stages\.yml:\d+:3: qa\.chimeAccountId: it is /);
});
