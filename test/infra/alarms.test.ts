import { expect, test } from "vitest";
import { alarms } from "../../infra/alarms.ts";
import { functions } from "../../infra/functions.ts";
import { get, madeStage, ref } from "./made-stage.ts";

type Change = NonNullable<Parameters<typeof madeStage>[1]>;
const made = (name: string, change: Change = {}) => {
  const stage = madeStage(name, change);
  return alarms(stage, functions(stage));
};

const TOPIC = ref("AlarmTopic");
/** Rings above the threshold, and when it is over; without data there is nothing to say. */
const alarm = (AlarmName: string, metric: object) => ({
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    AlarmName,
    AlarmDescription: expect.stringMatching(/^.{30,}$/),
    ...metric,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    AlarmActions: [TOPIC],
    OKActions: [TOPIC],
  },
});
/** The highest value, or the sum, of how many seconds; how often it must be above the threshold in a row. */
const highest = (Period: number, EvaluationPeriods: number, Threshold: number) => ({
  Statistic: "Maximum",
  Period,
  EvaluationPeriods,
  Threshold,
});
const sum = (Period: number, EvaluationPeriods: number, Threshold: number) => ({
  ...highest(Period, EvaluationPeriods, Threshold),
  Statistic: "Sum",
});

/**
 * The alarms of a queue and its dead-letter queue: the first letter, a week of letters, an hour's wait, a week's. SQS
 * deletes after two weeks, and a week is the longest that CloudWatch looks back. Source: API reference, PutMetricAlarm.
 */
const ofQueue = (stage: string, id: string, name: string) => {
  const metric = (MetricName: string, queue: string) => ({
    Namespace: "AWS/SQS",
    MetricName,
    Dimensions: [{ Name: "QueueName", Value: get(queue, "QueueName") }],
  });
  const deadLetters = metric("ApproximateNumberOfMessagesVisible", `${id}DeadLetterQueue`);
  const age = metric("ApproximateAgeOfOldestMessage", `${id}Queue`);
  const called = (what: string) => `seatkeeper-${stage}-${name}-${what}`;
  return {
    [`${id}DeadLettersAlarm`]: alarm(called("dead-letters"), { ...deadLetters, ...highest(60, 1, 0) }),
    [`${id}OldDeadLettersAlarm`]: alarm(called("old-dead-letters"), { ...deadLetters, ...highest(86_400, 7, 0) }),
    [`${id}LagAlarm`]: alarm(called("lag"), { ...age, ...highest(300, 1, 3_600) }),
    [`${id}ExpiryAlarm`]: alarm(called("expiry"), { ...age, ...highest(300, 1, 604_800) }),
  };
};

/** The alarms of a function. `near` is four fifths of its time-out, in ms. */
const ofFunction = (stage: string, id: string, name: string, near: number) => {
  const metric = (MetricName: string) => ({
    Namespace: "AWS/Lambda",
    MetricName,
    Dimensions: [{ Name: "FunctionName", Value: ref(`${id}LambdaFunction`) }],
  });
  const called = (what: string) => `seatkeeper-${stage}-${name}-${what}`;
  return {
    [`${id}ErrorsAlarm`]: alarm(called("errors"), { ...metric("Errors"), ...sum(300, 1, 0) }),
    [`${id}ThrottlesAlarm`]: alarm(called("throttles"), { ...metric("Throttles"), ...sum(300, 1, 0) }),
    [`${id}DurationAlarm`]: alarm(called("duration"), { ...metric("Duration"), ...highest(300, 1, near) }),
  };
};

test.each([
  ["local", 12_000],
  ["dev", 24_000],
  ["staging", 24_000],
  ["prod", 24_000],
])("the alarms of %s are these", (stage, near) => {
  expect(made(stage)).toEqual({
    AlarmTopic: { Type: "AWS::SNS::Topic", Properties: { TopicName: `seatkeeper-${stage}-alarms` } },
    ...ofQueue(stage, "EmployeeHired", "employee-hired"),
    ...ofQueue(stage, "RoleChanged", "role-changed"),
    ...ofQueue(stage, "EmployeeLeft", "employee-left"),
    ...ofFunction(stage, "EmployeeHired", "employee-hired", near),
    ...ofFunction(stage, "RoleChanged", "role-changed", near),
    ...ofFunction(stage, "EmployeeLeft", "employee-left", near),
    ...ofFunction(stage, "ReplayDeadLetters", "replay-dead-letters", 240_000),
    ...ofFunction(stage, "CountSeats", "count-seats", 240_000),
    ...ofFunction(stage, "WakeWaiting", "wake-waiting", 48_000),
    DirectoryThrottledAlarm: alarm(`seatkeeper-${stage}-directory-throttled`, {
      Namespace: "Seatkeeper",
      MetricName: "DirectoryThrottled",
      Dimensions: [{ Name: "service", Value: `seatkeeper-${stage}` }],
      ...sum(300, 3, 0),
    }),
    OldestOverdueAlarm: alarm(`seatkeeper-${stage}-oldest-overdue`, {
      Namespace: "Seatkeeper",
      MetricName: "OldestOverdueSeconds",
      Dimensions: [{ Name: "service", Value: `seatkeeper-${stage}` }],
      ...highest(300, 1, 1_800),
    }),
  });
});

test("an address is subscribed to the alarms, if the stage has one", () => {
  expect(made("prod", { alarmEmail: "on-call@example.com" })["AlarmSubscription"]).toEqual({
    Type: "AWS::SNS::Subscription",
    Properties: { TopicArn: TOPIC, Protocol: "email", Endpoint: "on-call@example.com" },
  });
});

test.each([
  ["Pro", "ProSeatsAlarm", "seatkeeper-prod-pro-seats"],
  ["guest_collaborator", "GuestCollaboratorSeatsAlarm", "seatkeeper-prod-guest-collaborator-seats"],
])("one seat of %s above its quota raises the alarm %s", (license, logicalId, name) => {
  expect(made("prod", { seatQuotas: { [license]: 40 } })[logicalId]).toEqual({
    ...alarm(name, {
      Namespace: "Seatkeeper",
      MetricName: "Seats",
      Dimensions: [
        { Name: "service", Value: "seatkeeper-prod" },
        { Name: "license", Value: license },
      ],
      ...highest(3_600, 1, 40),
    }),
  });
});
