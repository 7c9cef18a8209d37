import { attributeOf, type Resources, refTo } from "./cloudformation.ts";
import type { FunctionDefinition } from "./functions.ts";
import { functionIdsOf, idOfFunction, idsOf, NAMESPACE } from "./names.ts";
import type { EventRow, Stage } from "./stage.ts";

/** In seconds. */
const MINUTE = 60;
const FIVE_MINUTES = 300;
const HOUR = 3600;
/** A function that takes longer than this share of its time-out is about to be killed. */
const NEAR_TIMEOUT = 0.8;

/**
 * What wakes somebody: a topic, its subscriber if the stage has one, and the alarms of each queue and each function.
 * The description of an alarm says what to do.
 */
export const alarms = (
  { prefix, settings, rows }: Stage,
  functions: Readonly<Record<string, FunctionDefinition>>,
): Resources => ({
  ...topic(prefix, settings.alarmEmail),
  ...Object.assign({}, ...rows.map((row) => queueAlarms(prefix, row, settings.oldestMessageAlarm))),
  ...Object.assign(
    {},
    ...Object.entries(functions).map(([name, { timeout = settings.functionTimeout }]) =>
      functionAlarms(prefix, name, timeout),
    ),
  ),
  DirectoryThrottledAlarm: alarm(`${prefix}-directory-throttled`, {
    AlarmDescription:
      "The directory has been limiting us for 15 minutes. Lower maximumConcurrency (config/stages.yml).",
    Namespace: NAMESPACE,
    MetricName: "DirectoryThrottled",
    Dimensions: [{ Name: "service", Value: prefix }],
    Statistic: "Sum",
    EvaluationPeriods: 3,
  }),
  ...(settings.proSeatQuota === 0 ? {} : { ProSeatsAlarm: proSeats(prefix, settings.proSeatQuota) }),
});

/** Not encrypted: with AWS's own key CloudWatch cannot publish to it, and an alarm holds no personal data. */
const topic = (prefix: string, email: string): Resources => ({
  AlarmTopic: { Type: "AWS::SNS::Topic", Properties: { TopicName: `${prefix}-alarms` } },
  ...(email === ""
    ? {}
    : {
        AlarmSubscription: {
          Type: "AWS::SNS::Subscription",
          Properties: { TopicArn: refTo("AlarmTopic"), Protocol: "email", Endpoint: email },
        },
      }),
});

const queueAlarms = (prefix: string, row: EventRow, oldest: number): Resources => ({
  [`${row.logicalId}DeadLettersAlarm`]: alarm(`${prefix}-${row.queue}-dead-letters`, {
    AlarmDescription: "There are dead letters. docs/runbook.md says what to do: start with `seatkeeper dlq list`.",
    ...queueMetric("ApproximateNumberOfMessagesVisible", idsOf(row).deadLetterQueue),
    Period: MINUTE,
  }),
  [`${row.logicalId}LagAlarm`]: alarm(`${prefix}-${row.queue}-lag`, {
    AlarmDescription: "Events wait longer than all retries take. Is the function failing, or the directory down?",
    ...queueMetric("ApproximateAgeOfOldestMessage", idsOf(row).queue),
    Threshold: oldest,
  }),
});

const queueMetric = (MetricName: string, queue: string) => ({
  Namespace: "AWS/SQS",
  MetricName,
  Dimensions: [{ Name: "QueueName", Value: attributeOf(queue, "QueueName") }],
  Statistic: "Maximum",
});

const functionAlarms = (prefix: string, name: string, timeout: number): Resources => {
  const id = idOfFunction(name);
  const metric = {
    Namespace: "AWS/Lambda",
    Dimensions: [{ Name: "FunctionName", Value: refTo(functionIdsOf(name).lambda) }],
  };
  return {
    [`${id}ErrorsAlarm`]: alarm(`${prefix}-${name}-errors`, {
      ...metric,
      AlarmDescription:
        "Whole invocations fail: a crash, a time-out or a bad setting. `npx serverless logs` shows why.",
      MetricName: "Errors",
      Statistic: "Sum",
    }),
    [`${id}ThrottlesAlarm`]: alarm(`${prefix}-${name}-throttles`, {
      ...metric,
      AlarmDescription: "Lambda refuses invocations: the account's concurrency is used up.",
      MetricName: "Throttles",
      Statistic: "Sum",
    }),
    [`${id}DurationAlarm`]: alarm(`${prefix}-${name}-duration`, {
      ...metric,
      AlarmDescription:
        `Invocations take over ${NEAR_TIMEOUT * 100}% of their time-out. ` +
        "Lower its batch size or raise functionTimeout.",
      MetricName: "Duration",
      Statistic: "Maximum",
      Threshold: timeout * 1000 * NEAR_TIMEOUT,
    }),
  };
};

const proSeats = (prefix: string, quota: number) =>
  alarm(`${prefix}-pro-seats`, {
    AlarmDescription: `More employees have a Pro license than the account has seats (${quota}).`,
    Namespace: NAMESPACE,
    MetricName: "Seats",
    Dimensions: [
      { Name: "service", Value: prefix },
      { Name: "license", Value: "Pro" },
    ],
    Statistic: "Maximum",
    Period: HOUR,
    Threshold: quota,
  });

/**
 * An alarm if the metric is above zero in five minutes, unless `metric` says otherwise. No data raises no alarm:
 * a queue without messages has no age, a function that was not called no errors.
 */
const alarm = (AlarmName: string, metric: object) => ({
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    AlarmName,
    Period: FIVE_MINUTES,
    EvaluationPeriods: 1,
    Threshold: 0,
    ...metric,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    AlarmActions: [refTo("AlarmTopic")],
    OKActions: [refTo("AlarmTopic")],
  },
});
