import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { directoryNames, loadDirectoryFile, loadStage } from "../../config/load-stage.ts";
import { problemOf } from "./problem-of.ts";

const CONFIG = join(import.meta.dirname, "../../config");
const { dev: DEV } = parse(readFileSync(join(CONFIG, "stages.yml"), "utf8"), { merge: true });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "load-stage-"));
  cpSync(join(CONFIG, "directories"), join(folder, "directories"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A stage `dev` like that of config/stages.yml, but for this. */
const load = (change: object) => {
  writeFileSync(join(folder, "stages.yml"), stringify({ dev: { ...DEV, leave: undefined, ...change } }));
  return loadStage(folder, "dev");
};

test("a stage keeps Chime in step, unless it names another directory", () => {
  expect(load({ directory: undefined }).directory).toMatchObject({ name: "chime", protocol: "chime" });
  expect(load({ directory: "slack" }).directory).toMatchObject({ name: "slack", protocol: "scim" });
});

test.each([
  [undefined, { accountType: "EnterpriseLWA", newUsers: "create", can: { deactivate: true } }],
  ["EnterpriseLWA", { accountType: "EnterpriseLWA", newUsers: "create", can: { deactivate: true } }],
  ["EnterpriseDirectory", { accountType: "EnterpriseDirectory", newUsers: "create", can: { deactivate: false } }],
  ["EnterpriseOIDC", { accountType: "EnterpriseOIDC", newUsers: "create", can: { deactivate: false } }],
  ["Team", { accountType: "Team", newUsers: "invite", can: { deactivate: false } }],
])("a Chime account of the type %s is %j", (chimeAccountType, expected) => {
  const leave = { license: "Basic", suspend: false };
  expect(load({ chimeAccountType, leave }).directory).toMatchObject(expected);
});

test("the type of a Chime account that a stage inherits says nothing of another directory", () => {
  const slack = load({ directory: "slack" }).directory;
  expect(load({ directory: "slack", chimeAccountType: "Team" }).directory).toEqual(slack);
});

test("a directory has the stage's variables", () => {
  expect(load({ directory: "figma", variables: { FIGMA_TENANT: "1234" } }).directory).toMatchObject({
    baseUrl: "https://www.figma.com/scim/v2/1234",
    auth: { secret: "seatkeeper/dev/figma" },
  });
});

test.each([
  [
    { directory: "figmo" },
    /^config\/stages\.yml: dev\.directory: there is no config\/directories\/figmo\.yml: .*figma\?$/,
  ],
  [{ directory: "figma" }, /^config\/directories\/figma\.yml: the stage dev has no variable FIGMA_TENANT: expected/],
  [
    { chimeAccountId: undefined },
    'config/stages.yml: dev.chimeAccountId: expected the ID of the Chime account, or "" and the environment variable',
  ],
  [
    { directory: "slack", chimeAccountId: "account" },
    "dev.chimeAccountId: the directory slack is not Chime: expected none",
  ],
  [
    { leave: { license: "basic", suspend: true } },
    "dev.leave.license: the directory chime has no license basic: expected one of Basic, Plus, Pro, ProTrial; did you " +
      "mean Basic?",
  ],
  [
    { leave: { suspend: false } },
    "config/stages.yml: dev.leave: leavers would keep their seats: expected a license, suspend: true, or both",
  ],
  [
    { directory: "slack", leave: { license: "member", suspend: false } },
    "dev.leave.license: in the directory slack the account is the license: expected { suspend: true }",
  ],
  [
    { chimeAccountType: "Team", leave: { license: "Basic", suspend: true } },
    "config/stages.yml: dev.leave: a suspension cannot be taken back in a Chime account of the type Team: expected " +
      "leave: { license: …, suspend: false }",
  ],
  [
    { chimeAccountType: "EnterpriseOIDC" },
    "dev.leave: a suspension cannot be taken back in a Chime account of the type",
  ],
  [{ chimeAccountType: "team" }, "dev.chimeAccountType: expected one of"],
  [
    { seatQuotas: { Por: 4 } },
    "dev.seatQuotas.Por: the directory chime has no license Por: expected one of Basic, Plus",
  ],
])("refuses %j", (change, message) => {
  const problem = problemOf(() => load(change));
  if (typeof message === "string") expect(problem).toContain(message);
  else expect(problem).toMatch(message);
});

test("the embedded stack has the account that it emulates", () => {
  const leave = { license: "Basic", suspend: false };
  writeFileSync(join(folder, "stages.yml"), stringify({ local: { ...DEV, leave, chimeAccountType: "Team" } }));
  expect(() => loadStage(folder, "local")).toThrow(
    "config/stages.yml:33:3: local.chimeAccountType: the embedded stack emulates an EnterpriseLWA account: leave it out",
  );
});

test.each([{ directory: "slack" }, { directory: "slack", chimeAccountId: undefined }, { seatQuotas: { Pro: 4 } }])(
  "takes %j",
  (change) => {
    expect(() => load(change)).not.toThrow();
  },
);

test("all that does not fit the directory is reported", () => {
  const change = { leave: { license: "a", suspend: true }, seatQuotas: { b: 1, c: 1 } };
  expect(() => load(change)).toThrow(
    /yml:\d+:5: dev\.leave\.license: .*\n.*\d+:5: dev\.seatQuotas\.b: .*\n.*seatQuotas\.c: /,
  );
});

test("the directories are the files of the folder, and none of its other files", () => {
  expect(directoryNames(CONFIG)).toEqual(["chime", "figma", "github", "scim", "slack", "zoom"]);
});

test.each(directoryNames(CONFIG))("%s.yml compiles without a stage", (name) => {
  expect(loadDirectoryFile(CONFIG, name).name).toBe(name);
});

test("Chime's licenses are in the order of the API, which dashboards that were deployed have", () => {
  expect(loadDirectoryFile(CONFIG, "chime").licenses.map(({ name }) => name)).toEqual([
    "Basic",
    "Plus",
    "Pro",
    "ProTrial",
  ]);
});
