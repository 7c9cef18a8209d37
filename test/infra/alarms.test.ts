import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readStageSettings } from "../../config/stage-settings.ts";
import { alarms } from "../../infra/alarms.ts";
import { RETENTION } from "../../infra/queues.ts";
import { stageOf } from "../../infra/stage.ts";

const SETTINGS = readFileSync(join(import.meta.dirname, "../../config/stages.yml"), "utf8");
const made = (change: object, timeout?: number) => {
  const stage = stageOf("dev", { ...readStageSettings(SETTINGS, "dev"), ...change }, "digest");
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

test("every alarm is named after its logical ID", () => {
  const names = Object.entries(made({ proSeatQuota: 1 })).flatMap(([id, { Properties }]) =>
    "AlarmName" in Properties ? [[id, Properties.AlarmName]] : [],
  );
  expect(Object.fromEntries(names)).toEqual({
    EmployeeHiredDeadLettersAlarm: "seatkeeper-dev-employee-hired-dead-letters",
    EmployeeHiredOldDeadLettersAlarm: "seatkeeper-dev-employee-hired-old-dead-letters",
    EmployeeHiredLagAlarm: "seatkeeper-dev-employee-hired-lag",
    EmployeeHiredExpiryAlarm: "seatkeeper-dev-employee-hired-expiry",
    RoleChangedDeadLettersAlarm: "seatkeeper-dev-role-changed-dead-letters",
    RoleChangedOldDeadLettersAlarm: "seatkeeper-dev-role-changed-old-dead-letters",
    RoleChangedLagAlarm: "seatkeeper-dev-role-changed-lag",
    RoleChangedExpiryAlarm: "seatkeeper-dev-role-changed-expiry",
    SweepErrorsAlarm: "seatkeeper-dev-sweep-errors",
    SweepThrottlesAlarm: "seatkeeper-dev-sweep-throttles",
    SweepDurationAlarm: "seatkeeper-dev-sweep-duration",
    DirectoryThrottledAlarm: "seatkeeper-dev-directory-throttled",
    ProSeatsAlarm: "seatkeeper-dev-pro-seats",
  });
});

/** A total of 7 days is the longest that CloudWatch looks back. Source: API reference, PutMetricAlarm. */
test("dead letters and waiting events raise a second alarm a week before SQS deletes them", () => {
  const week = 7 * 86_400;
  expect(RETENTION).toBe(2 * week);
  expect(made({})["RoleChangedOldDeadLettersAlarm"]?.Properties).toMatchObject({
    MetricName: "ApproximateNumberOfMessagesVisible",
    Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": ["RoleChangedDeadLetterQueue", "QueueName"] } }],
    Statistic: "Maximum",
    Period: week / 7,
    EvaluationPeriods: 7,
    Threshold: 0,
  });
  expect(made({})["RoleChangedExpiryAlarm"]?.Properties).toMatchObject({
    MetricName: "ApproximateAgeOfOldestMessage",
    Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": ["RoleChangedQueue", "QueueName"] } }],
    Statistic: "Maximum",
    Threshold: week,
  });
});
