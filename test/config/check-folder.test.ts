import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
    'config/license-policy.yml:9:5: rule "contractors-and-interns" needs a `license`: one of member, none',
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
    "config/license-policy.spare.yml:2:1: the default needs a `license`: a name",
    expect.stringMatching(/^config\/directories\/figma\.yml:17:1: update: expected one of .*; did you mean patch\?$/),
  ]);
});

test.each([
  ["", "config/stages.yml:1:1: the file is empty: expected stages by their names"],
  ["a: [", "config/stages.yml:1:5: not YAML: "],
])("a file of stages that cannot be read is a problem beside others: %j", (text, problem) => {
  writeFileSync(join(folder, "stages.yml"), text);
  writeFileSync(join(folder, "license-policy.spare.yml"), "");
  expect(checkFolder(folder).problems).toEqual([
    "config/license-policy.spare.yml:1:1: the file is empty: expected rules and default",
    expect.stringContaining(problem),
  ]);
});

test.each([
  ["directories/figma.yml", "config/directories/figma.yml: this is a folder: expected a file"],
  ["license-policy.spare.yml", "config/license-policy.spare.yml: this is a folder: expected a file"],
])("a folder in the place of %s is a problem", (name, problem) => {
  rmSync(join(folder, name), { force: true });
  mkdirSync(join(folder, name));
  expect(checkFolder(folder).problems).toEqual([problem]);
});

test("two stages with one address are warned of", () => {
  const settings = "  directory: scim\n  variables: { SCIM_HOST: scim.example.com }\n";
  addStage(settings);
  // The embedded stack may have it, too: it runs an emulator.
  change("stages.yml", "directory: chime\n  chimeAccountId: local-account", "directory: scim");
  expect(checkFolder(folder).warnings).toEqual([]);
  appendFileSync(join(folder, "stages.yml"), `qb:\n  <<: *deployed\n${settings}`);
  expect(checkFolder(folder).warnings).toEqual([
    "config/stages.yml:95:3: qb.directory: qa has the address https://scim.example.com/scim/v2, too: expected tokens of " +
      "two organizations, or events of other people",
  ]);
});

test("two stages with one Chime account are warned of", () => {
  change("stages.yml", "staging:\n", 'staging:\n  chimeAccountId: "ours"\n');
  expect(checkFolder(folder).warnings).toEqual([]);
  change("stages.yml", "prod:\n", 'prod:\n  chimeAccountId: "ours"\n');
  expect(checkFolder(folder).warnings).toEqual([
    "config/stages.yml:85:3: prod.chimeAccountId: staging has this Chime account, too: expected another, or events of " +
      "other people",
  ]);
});

test.each(["leave: { delete: true }", "leave: { active: false }"])("a file that deletes by %s says so", (leave) => {
  change("directories/slack.yml", "leave: { active: false }", `${leave}\nirreversible: true`);
  expect(checkFolder(folder).lines).toContain(
    "directories/slack.yml: member; deletes who left, which cannot be undone",
  );
});

test("what several stages share is reported once, and what is right beside it", () => {
  change("directories/chime.yml", "ProTrial", "ProTrail");
  const { lines, problems } = checkFolder(folder);
  expect(problems).toEqual([
    "config/directories/chime.yml:5:30: Chime has no license ProTrail: expected one of Basic, Plus, Pro, ProTrial; did you " +
      "mean ProTrial?",
  ]);
  expect(lines).toContain("directories/slack.yml: member");
});
