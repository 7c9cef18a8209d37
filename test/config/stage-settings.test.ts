import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { withChimeAccount } from "../../config/chime-account.ts";
import {
  requireAwsAccount,
  requireChimeAccount,
  requireDeployed,
  requireRegion,
  whatStays,
} from "../../config/deploy-guard.ts";
import { readStageSettings, readStages } from "../../config/stage-settings.ts";
import { QUEUES } from "../../events/catalogue.ts";
import { problemOf } from "./problem-of.ts";

const FILE = readFileSync(join(import.meta.dirname, "../../config/stages.yml"), "utf8");
const { visibilityTimeout: _, deletionPolicy: __, ...DEV } = readStageSettings(FILE, "dev");
const batches = (roleChanged: object | undefined) => ({ ...DEV.batches, "role-changed": roleChanged });
const problemsOf = (text: string, stage: string) => problemOf(() => readStageSettings(text, stage));
const dev = (change: object) => stringify({ dev: { ...DEV, ...change } });

test("derives the visibility time-out from time-out and window, and the deletion policy from keepData", () => {
  expect(
    readStageSettings(dev({ functionTimeout: 20, batches: batches({ size: 10, window: 7 }) }), "dev").visibilityTimeout,
  ).toBe(127);
  expect(readStageSettings(dev({ keepData: false }), "dev").deletionPolicy).toBe("Delete");
  expect(readStageSettings(dev({ keepData: true }), "dev").deletionPolicy).toBe("Retain");
});

test("a stage can inherit another stage's settings", () => {
  const text = `dev: &dev\n  ${stringify(DEV).replaceAll("\n", "\n  ")}\nqa:\n  <<: *dev\n  retryBase: 7\n`;
  expect(readStageSettings(text, "qa")).toMatchObject({ ...DEV, retryBase: 7 });
});

test("the stages are those of the file, in its order", () => {
  expect(readStages(stringify({ local: DEV, dev: DEV })).names).toEqual(["local", "dev"]);
});

test.each(["qa", "", "constructor"])("rejects the unknown stage %j, and lists the known ones", (stage) => {
  expect(() => readStageSettings(stringify({ dev: DEV, prod: DEV }), stage)).toThrow(
    `There is no stage "${stage}" in config/stages.yml: choose one of dev, prod, or add it there`,
  );
});

test("a problem has line and column, also in what a stage inherits", () => {
  const text = `dev: &dev\n  ${stringify({ ...DEV, retryBase: "soon" }).replaceAll("\n", "\n  ")}\nqa:\n  <<: *dev\n  memory: 1\n`;
  const lineOf = (what: string) => text.split("\n").findIndex((line) => line.includes(what)) + 1;
  expect(() => readStageSettings(text, "qa")).toThrow(
    new RegExp(
      `^config/stages\\.yml:${lineOf("retryBase:")}:3: qa\\.retryBase: expected a number\n` +
        `config/stages\\.yml:${lineOf("memory:")}:3: unknown member qa\\.memory: expected`,
    ),
  );
});

test.each([
  ["", "1:1: the file is empty: expected stages by their names"],
  ["- dev\n", "1:1: the file is a list: expected stages by their names"],
  ["dev: {}\ndev: {}\n", "2:1: a name is there twice in one place"],
  ["dev:\n\tregion: x\n", "2:1: a tab: expected blanks"],
  ["dev: &dev { <<: *dev }\n", "1:17: *dev stands for &dev, which it is a part of"],
])("the file %j holds no stages", (text, problem) => {
  expect(() => readStages(text)).toThrow(`config/stages.yml:${problem}`);
});

test("a stage without settings is told", () => {
  expect(() => readStageSettings("dev:\n", "dev")).toThrow("config/stages.yml:1:1: dev: expected members");
});

test("an unknown stage is told with the nearest that there is", () => {
  const text = stringify({ dev: DEV, staging: DEV, prod: DEV });
  expect(() => readStageSettings(text, "prdo")).toThrow(
    'There is no stage "prdo" in config/stages.yml: choose one of dev, staging, prod, or add it there; did you mean prod?',
  );
});

test.each([
  [{ region: "Virginia" }, "dev.region: expected an AWS region such as us-east-1"],
  [{ awsAccountId: 111122223333 }, 'dev.awsAccountId: expected a text: put it in quotes, "111122223333"'],
  [{ awsAccountId: "1111" }, "dev.awsAccountId: expected 12 digits in quotes"],
  [{ batches: batches({ size: 0, window: 0 }) }, "dev.batches.role-changed.size:"],
  [
    { batches: batches({ size: 11, window: 0 }) },
    "dev.batches.role-changed.window: expected at least 1 if size is above 10",
  ],
  [{ batches: batches(undefined) }, "dev.batches.role-changed:"],
  [
    { batches: { ...DEV.batches, fired: { size: 1, window: 0 } } },
    "unknown member dev.batches.fired: expected one of hired, role-changed, left; did you mean hired?",
  ],
  [{ batches: { ...DEV.batches, left: undefined } }, "dev.batches.left:"],
  [
    { batches: { ...DEV.batches, "change-cancelled": { size: 1, window: 0 } } },
    "unknown member dev.batches.change-cancelled: expected one of hired, role-changed, left",
  ],
  [{ functionTimeout: 91 }, "dev.functionTimeout: expected at most 90"],
  [{ hireGrace: 179 }, "dev.hireGrace: expected at least 180"],
  [{ hireGrace: 604_801 }, "dev.hireGrace: expected at most 604800"],
  [{ hireGrace: "1 h" }, "dev.hireGrace: expected a number"],
  [{ hireGrace: undefined }, "dev.hireGrace: is missing: expected a number"],
  [{ leave: { license: 4, suspend: true } }, 'dev.leave.license: expected a text: put it in quotes, "4"'],
  [{ leave: { license: "Basic" } }, "dev.leave.suspend: is missing: expected true or false"],
  [{ leave: { license: "Basic", suspend: "yes" } }, "dev.leave.suspend: expected true or false"],
  [
    { leave: { license: "Basic", suspend: true, delete: true } },
    "unknown member dev.leave.delete: expected one of license, suspend",
  ],
  [{ maximumConcurrency: 1 }, "dev.maximumConcurrency:"],
  [{ maxReceiveCount: "many" }, "dev.maxReceiveCount:"],
  [{ retryBase: 60, retryMax: 30 }, "dev.retryMax: expected at least retryBase"],
  [{ logLevel: "INFOS" }, "dev.logLevel: expected one of DEBUG, INFO, WARN, ERROR; did you mean INFO?"],
  [{ logRetentionDays: 10 }, "dev.logRetentionDays: expected one of 1, 3, 5, 7, 14"],
  [{ alarmEmail: "on call" }, 'dev.alarmEmail: expected an email address, or "" for nobody'],
  [{ alarmEmail: null }, 'dev.alarmEmail: expected an email address, or "" for nobody'],
  [{ keepData: "yes" }, "dev.keepData: expected true or false"],
  [{ oldestMessageAlarm: 604_801 }, "dev.oldestMessageAlarm:"],
  [{ tags: { Stage: "x" } }, "dev.tags.Stage: expected a key that is not service"],
  [{ tags: { "aws:x": "x" } }, "dev.tags.aws:x: expected a key that is not service"],
  [{ tags: { team: 1 } }, 'dev.tags.team: expected a text: put it in quotes, "1"'],
  [{ memory: 512 }, "unknown member dev.memory: expected one of region, awsAccountId"],
  [{ region: undefined }, "dev.region: is missing: expected a text"],
  [{ directory: "../x" }, "dev.directory: expected the name of a file of config/directories without .yml"],
  [{ variables: { tenant: "1" } }, "dev.variables.tenant: expected a name of capitals, digits and _"],
  [{ variables: { TENANT: 1234 } }, 'dev.variables.TENANT: expected a text: put it in quotes, "1234"'],
  [{ variables: { TENANT: "" } }, "dev.variables.TENANT: expected a letter or digit, then"],
  [{ variables: { TENANT: "x.example/@" } }, "dev.variables.TENANT: expected a letter or digit, then"],
  [{ variables: { TENANT: ".." } }, "dev.variables.TENANT: expected a letter or digit, then"],
  [{ seatQuotas: { Pro: 0 } }, "dev.seatQuotas.Pro: expected at least 1"],
  [{ proSeatQuota: 1 }, "unknown member dev.proSeatQuota: expected one of"],
])("rejects %j with file, stage and setting", (change, message) => {
  expect(problemsOf(dev(change), "dev")).toContain(`config/stages.yml: ${message}`);
});

describe("a bus of another stage", () => {
  const fileOf = (stages: Readonly<Record<string, object>>) => stringify(Object.fromEntries(entriesOf(stages)));
  const read = (stages: Readonly<Record<string, object>>) => readStageSettings(fileOf(stages), "slack");
  const entriesOf = (stages: Readonly<Record<string, object>>) =>
    Object.entries(stages).map(([name, change]) => [name, { ...DEV, ...change }]);

  test("is heard by a stage of the same region and account", () => {
    expect(read({ prod: {}, slack: { bus: "prod" } }).bus).toBe("prod");
    expect(read({ prod: {}, slack: {} }).bus).toBeUndefined();
  });

  test.each<[string, Readonly<Record<string, object>>, string]>([
    [
      "of no stage",
      { prod: {}, slack: { bus: "prot" } },
      "there is no stage prot: expected one of prod; did you mean prod?",
    ],
    ["of the stage itself", { prod: {}, slack: { bus: "slack" } }, "it is the stage itself: leave it out"],
    ["of the embedded stack", { local: {}, slack: { bus: "local" } }, "local is not on AWS, and shares no bus"],
    [
      "of a stage on another's",
      { prod: {}, figma: { bus: "prod" }, slack: { bus: "figma" } },
      "figma is on the bus of prod itself: expected prod",
    ],
    [
      "of another region",
      { prod: { region: "eu-west-1" }, slack: { bus: "prod" } },
      "prod has another region: expected a stage of the same region and AWS account",
    ],
    [
      "of another account",
      { prod: { awsAccountId: "111122223333" }, slack: { bus: "prod" } },
      "prod has another awsAccountId",
    ],
  ])("is refused if it is that %s", (_, stages, message) => {
    expect(problemsOf(fileOf(stages), "slack")).toContain(`config/stages.yml: slack.bus: ${message}`);
  });

  test("is nothing for the embedded stack", () => {
    expect(problemsOf(fileOf({ prod: {}, local: { bus: "prod" } }), "local")).toContain(
      "local.bus: local is not on AWS",
    );
  });

  test("is checked with the other stage's settings", () => {
    expect(problemsOf(fileOf({ prod: { keepData: "yes" }, slack: { bus: "prod" } }), "slack")).toContain(
      "config/stages.yml: prod.keepData:",
    );
  });
});

test("a stage without a Chime account cannot be deployed", () => {
  expect(() => requireChimeAccount("dev", "")).toThrow(
    "The stage dev has no Chime account ID: set chimeAccountId in config/stages.yml",
  );
  expect(requireChimeAccount("dev", "account")).toBeUndefined();
});

describe("the Chime account", () => {
  const account = (chimeAccountId: string | undefined, variable: string | undefined, stage = "dev") => {
    const stages = readStages(dev({ chimeAccountId }));
    const loaded = { settings: stages.settings("dev"), wrong: stages.wrong.bind(undefined, "dev") };
    return withChimeAccount(stage, loaded, variable).chimeAccountId;
  };

  test.each(["", " ", undefined])("is that of the file if the variable is %j", (variable) => {
    expect(account("ours", variable)).toBe("ours");
    expect(account("", variable)).toBe("");
  });

  test("is that of the variable if the file has none, and may be in both", () => {
    expect(account(" ", "ours ")).toBe("ours");
    expect(account(undefined, "ours")).toBe("ours");
    expect(account("ours", "ours")).toBe("ours");
  });

  test("may not be another one in each", () => {
    expect(() => account("ours", "theirs")).toThrow(
      "config/stages.yml:6:3: dev.chimeAccountId: it is ours, but the environment variable CHIME_ACCOUNT_ID is theirs",
    );
  });

  test("of the embedded stack is not changed by the variable", () => {
    expect(account("local-account", "theirs", "local")).toBe("local-account");
  });
});

test("a stage is deployed with credentials of its own AWS account only", () => {
  expect(requireAwsAccount("prod", "111122223333", "111122223333")).toBeUndefined();
  expect(() => requireAwsAccount("prod", "111122223333", "444455556666")).toThrow(
    "The stage prod belongs to the AWS account 111122223333, but the credentials are of 444455556666",
  );
});

test("a stage is in its own region, whatever the command line says", () => {
  expect(requireRegion("prod", "us-east-1", undefined)).toBeUndefined();
  expect(requireRegion("prod", "us-east-1", "us-east-1")).toBeUndefined();
  expect(() => requireRegion("prod", "us-east-1", "eu-west-1")).toThrow("The stage prod is in us-east-1");
});

test.each(["deploy", "remove"] as const)("the embedded stack is not for %s", (command) => {
  expect(() => requireDeployed(command, "local")).toThrow("The stage local runs on this machine only");
  expect(requireDeployed(command, "dev")).toBeUndefined();
});

test("a stage is removed by name only, and dev is deployed by default", () => {
  expect(() => requireDeployed("remove", undefined)).toThrow("Name the stage to remove: --stage dev");
  expect(requireDeployed("deploy", undefined)).toBeUndefined();
});

test("lists what a removal keeps: the tables and the dead-letter queues", () => {
  const kept = ["employees", "idempotency", ...Object.values(QUEUES).map(({ queue }) => `${queue}-dlq`)];
  expect(whatStays("prod", true)).toContain(
    `keeps its tables and dead-letter queues: ${kept.map((name) => `seatkeeper-prod-${name}`).join(", ")}.`,
  );
  expect(whatStays("dev", false)).toMatch(/deletes its tables and queues/);
});
