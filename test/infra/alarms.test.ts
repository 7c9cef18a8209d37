import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readStageSettings } from "../../config/stage-settings.ts";
import { alarms } from "../../infra/alarms.ts";
import { stageOf } from "../../infra/stage.ts";

const SETTINGS = readFileSync(join(import.meta.dirname, "../../config/stages.yml"), "utf8");
const made = (change: object, timeout?: number) => {
  const stage = stageOf("seatkeeper-dev", "account", { ...readStageSettings(SETTINGS, "dev"), ...change });
  return alarms(stage, { sweep: { handler: "", role: {}, environment: {}, ...(timeout && { timeout }) } });
};

test("subscribes an address to the alarms, and nobody without one", () => {
  const endpoint = { Protocol: "email", Endpoint: "on-call@example.com", TopicArn: { Ref: "AlarmTopic" } };
  expect(made({ alarmEmail: "on-call@example.com" })["AlarmSubscription"]?.Properties).toEqual(endpoint);
  expect(made({ alarmEmail: "" })).not.toHaveProperty("AlarmSubscription");
});

test("one Pro seat above the quota raises the alarm, and without a quota there is none", () => {
  expect(made({ proSeatQuota: 40 })["ProSeatsAlarm"]?.Properties).toMatchObject({ MetricName: "Seats", Threshold: 40 });
  expect(made({ proSeatQuota: 0 })).not.toHaveProperty("ProSeatsAlarm");
});

test.each([
  ["its own time-out", 100, 80_000],
  ["the stage's time-out", undefined, 24_000],
])("a function's duration alarm uses %s", (_, timeout, Threshold) => {
  expect(made({ functionTimeout: 30 }, timeout)["SweepDurationAlarm"]?.Properties).toMatchObject({ Threshold });
});
