import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkFolder } from "../../config/check-folder.ts";

const CONFIG = join(import.meta.dirname, "../../config");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "check-folder-"));
  for (const name of ["directories", "stages.yml", "license-policy.yml"])
    cpSync(join(CONFIG, name), join(folder, name), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const change = (file: string, from: string, to: string): void => {
  const text = readFileSync(join(folder, file), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replaceAll(from, to));
};
const addStage = (settings: string): void =>
  appendFileSync(join(folder, "stages.yml"), `\nqa:\n  <<: *deployed\n${settings}`);

test("what is right is a line, and docs/license-policy.md shows the lines", () => {
  const { lines, problems } = checkFolder(folder);
  expect(problems).toEqual([]);
  const page = readFileSync(join(CONFIG, "../docs/license-policy.md"), "utf8");
  expect(page).toContain(lines.map((line) => `    ${line}\n`).join(""));
});

test("a policy is checked with the directory of each stage that has it", () => {
  addStage("  directory: slack\n");
  expect(checkFolder(folder).problems).toContain(
    'config/license-policy.yml:9: rule "contractors-and-interns" needs a `license`: one of member, none',
  );
});

test("a stage without a license for leavers suspends them", () => {
  addStage("  directory: slack\n");
  writeFileSync(join(folder, "license-policy.qa.yml"), "rules: []\ndefault: { name: rest, license: member }\n");
  const { lines, problems } = checkFolder(folder);
  expect(problems).toEqual([]);
  expect(lines).toContain("stages.yml: qa: slack; who left is suspended");
});

test("files that no stage has are checked, too", () => {
  writeFileSync(join(folder, "license-policy.spare.yml"), "rules: []\ndefault: { name: rest }\n");
  change("directories/figma.yml", "update: patch", "update: pach");
  expect(checkFolder(folder).problems).toEqual([
    "config/license-policy.spare.yml:2: the default needs a `license`: a name",
    expect.stringMatching(/^config\/directories\/figma\.yml:17: update: expected one of .*; did you mean patch\?$/),
  ]);
});

test("a file that deletes says so", () => {
  change("directories/slack.yml", "leave: { active: false }", "leave: { delete: true }\nirreversible: true");
  expect(checkFolder(folder).lines).toContain(
    "directories/slack.yml: member; deletes who left, which cannot be undone",
  );
});

test("what several stages share is reported once, and what is right beside it", () => {
  change("directories/chime.yml", "ProTrial", "ProTrail");
  const { lines, problems } = checkFolder(folder);
  expect(problems).toEqual([
    "config/directories/chime.yml:5: Chime has no license ProTrail: expected one of Basic, Plus, Pro, ProTrial; did you " +
      "mean ProTrial?",
  ]);
  expect(lines).toContain("directories/slack.yml: member");
});
