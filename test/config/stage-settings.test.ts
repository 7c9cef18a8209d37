import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { requireAccount, whatStays } from "../../config/deploy-guard.ts";
import { readStageSettings } from "../../config/stage-settings.ts";

const FILE = readFileSync(join(import.meta.dirname, "../../config/stages.yml"), "utf8");
const { visibilityTimeout: _, deletionPolicy: __, ...DEV } = readStageSettings(FILE, "dev");
const dev = (change: object) => stringify({ dev: { ...DEV, ...change } });

test("the visibility follows from the time-out and the longer window, and what becomes of the data from keepData", () => {
  expect(readStageSettings(dev({ functionTimeout: 20, roleChangeBatchingWindow: 7 }), "dev").visibilityTimeout).toBe(
    127,
  );
  expect(readStageSettings(dev({ keepData: false }), "dev").deletionPolicy).toBe("Delete");
  expect(readStageSettings(dev({ keepData: true }), "dev").deletionPolicy).toBe("Retain");
});

test("a stage takes over what another one sets", () => {
  const text = `dev: &dev\n  ${stringify(DEV).replaceAll("\n", "\n  ")}\nqa:\n  <<: *dev\n  hireBatchSize: 7\n`;
  expect(readStageSettings(text, "qa")).toMatchObject({ ...DEV, hireBatchSize: 7 });
});

test.each(["qa", "", "constructor"])("there is no stage %j, and the message lists those that are", (stage) => {
  expect(() => readStageSettings(stringify({ dev: DEV, prod: DEV }), stage)).toThrow(
    `There is no stage "${stage}" in config/stages.yml: choose one of dev, prod, or add it there`,
  );
});

test.each([
  [{ region: "Virginia" }, "dev.region: expected an AWS region such as us-east-1"],
  [{ roleChangeBatchSize: 0 }, "dev.roleChangeBatchSize:"],
  [{ hireBatchSize: 20 }, "dev.hireBatchingWindow: expected at least 1 where hireBatchSize is above 10"],
  [
    { roleChangeBatchingWindow: 0 },
    "dev.roleChangeBatchingWindow: expected at least 1 where roleChangeBatchSize is above 10",
  ],
  [{ maximumConcurrency: 1 }, "dev.maximumConcurrency:"],
  [{ maxReceiveCount: "many" }, "dev.maxReceiveCount:"],
  [{ retryBase: 60, retryMax: 30 }, "dev.retryMax: expected at least retryBase"],
  [{ logLevel: "LOUD" }, "dev.logLevel:"],
  [{ logRetentionDays: 10 }, "dev.logRetentionDays:"],
  [{ alarmEmail: "on call" }, "dev.alarmEmail:"],
  [{ keepData: "yes" }, "dev.keepData:"],
  [{ memory: 512 }, 'dev: Unrecognized key: "memory"'],
  [{ region: undefined }, "dev.region:"],
])("%j is refused with file, stage and setting", (change, message) => {
  expect(() => readStageSettings(dev(change), "dev")).toThrow(`config/stages.yml: ${message}`);
});

test("a stage without a Chime account cannot be deployed", () => {
  expect(() => requireAccount("dev", "")).toThrow(
    "The stage dev has no Chime account ID: set chimeAccountId in config/stages.yml",
  );
  expect(() => requireAccount("dev", undefined)).toThrow("CHIME_ACCOUNT_ID");
  expect(requireAccount("dev", "account")).toBeUndefined();
});

test("a removal tells what stays", () => {
  expect(whatStays("prod", true)).toMatch(/keeps its tables and dead-letter queues: seatkeeper-prod-employees/);
  expect(whatStays("dev", false)).toMatch(/deletes its tables and queues/);
});
