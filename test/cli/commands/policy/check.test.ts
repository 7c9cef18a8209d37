import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { policyCheck } from "../../../../cli/commands/policy/check.ts";

const folder = mkdtempSync(join(tmpdir(), "policy-check-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "policy.yml");
const check = (text: string | Buffer, options: object = {}) => {
  writeFileSync(path, text);
  return policyCheck(path, options);
};
const RIGHT = "rules: []\ndefault: { name: rest, license: Basic }\n";

test("what is right is one line", async () => {
  expect(await check(RIGHT)).toEqual({ text: `${path}: 0 rules, else Basic`, complete: true });
  expect(await check(RIGHT, { stage: "dev" })).toMatchObject({ text: `${path}: 0 rules, else Basic in dev` });
});

test("a stage's own policy is checked without a file, and all of config/ without a stage", async () => {
  expect(await policyCheck(undefined, { stage: "dev" })).toMatchObject({
    text: "config/license-policy.yml: 6 rules, else Basic in dev",
    complete: true,
  });
  expect((await policyCheck(undefined, {})).text).toContain("license-policy.figma.yml: 6 rules, else view\n");
});

const RULE = "  - { name: a, when: { title: Boss }, license: Pro }\n";
const REST = "default: { name: rest, license: Basic }\n";

test.each<[string, string, RegExp]>([
  ["is empty", "", /:1:1: the file is empty: expected/],
  ["has cyclic anchors", `rules: &a [*a]\n${REST}`, /:1:\d+: .*\*a/],
  ["has a rule that never matches", `rules:\n${RULE}${RULE.replace("name: a", "name: b")}${REST}`, /:3:\d+: rule "b"/],
  ["misspells a member", `rules:\n${RULE.replace("title", "titel")}${REST}`, /:2:\d+: .*did you mean title/],
])("a policy that %s is refused with file, line and column", async (_, text, message) => {
  const result = await check(text);
  expect(result).toMatchObject({ text: "", complete: false });
  expect(result.problem).toContain(path);
  expect(result.problem).toMatch(message);
});

test("a license is one of the stage's directory, if a stage is given", async () => {
  const gold = RIGHT.replace("Basic", "Gold");
  expect((await check(gold)).complete).toBe(true);
  expect(await check(gold, { stage: "dev", json: true })).toMatchObject({
    text: expect.stringContaining("one of Basic, Plus, Pro, ProTrial, none"),
    complete: false,
  });
});

test.each<[string, Buffer, string]>([
  ["UTF-16", Buffer.from(`\ufeff${RIGHT}`, "utf16le"), "the file is UTF-16: save it as UTF-8"],
  ["binary", Buffer.from([0x72, 0x75, 0x00, 0x01]), "the file is binary: expected a text"],
])("a file that is %s is refused", async (_, bytes, message) => {
  await expect(check(bytes)).rejects.toThrow(message);
});

test("a file that is missing or a folder is refused", async () => {
  await expect(policyCheck(join(folder, "nowhere.yml"), {})).rejects.toThrow("nowhere.yml: the file is missing");
  mkdirSync(join(folder, "sub"));
  await expect(policyCheck(join(folder, "sub"), {})).rejects.toThrow("this is a folder");
});
