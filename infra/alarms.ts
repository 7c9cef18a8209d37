import { attributeOf, type Resources, refTo } from "./cloudformation.ts";
import type { FunctionDefinition } from "./functions.ts";
import { dashed, functionIdsOf, idOfFunction, idsOf, NAMESPACE } from "./names.ts";
import { RETENTION } from "./queues.ts";
import type { EventRow, Stage } from "./stage.ts";

/** In seconds. */
const MINUTE = 60;
const FIVE_MINUTES = 300;
const HOUR = 3600;
const DAY = 86_400;
/** In seconds: two of the sweeps that wakeWaiting makes for those whose wake-up was lost. */
const OVERDUE = 1800;
/** A function that takes longer than this share of its time-out is about to be killed. */
const NEAR_TIMEOUT = 0.8;

/** What differs from one alarm to the next, by the alarm's name without the stage: `EmployeeHiredErrors`. */
type Metrics = Readonly<Record<string, object>>;

/**
 * What wakes somebody: a topic, its subscriber if the stage has one, and the alarms of each queue and each function.
 * The description of an alarm says what to do.
 */
export const alarms = (stage: Stage, functions: Readonly<Record<string, FunctionDefinition>>): Resources => {
  const { prefix, settings, rows } = stage;
  const metrics = [
    ...rows.map((row) => queueAlarms(row, settings.oldestMessageAlarm)),
    ...Object.entries(functions).map(([name, { timeout = settings.functionTimeout }]) => functionAlarms(name, timeout)),
    directoryAlarms(stage),
    waitingAlarms(stage),
  ].flatMap((ofOne: Metrics) => Object.entries(ofOne));
  return {
    ...topic(prefix, settings.alarmEmail),
    ...Object.fromEntries(metrics.map(([name, metric]) => [`${name}Alarm`, alarm(prefix, name, metric)])),
  };
};

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

const queueAlarms = (row: EventRow, oldest: number): Metrics => {
  const { queue, deadLetterQueue } = idsOf(row);
  return {
    [`${row.logicalId}DeadLetters`]: {
      AlarmDescription: "There are dead letters. docs/runbook.md says what to do: start with `seatkeeper dlq list`.",
      ...queueMetric("ApproximateNumberOfMessagesVisible", deadLetterQueue),
      Period: MINUTE,
    },
    // By number, because ApproximateAgeOfOldestMessage leaves out a message that was received more than three times, and
    // `seatkeeper dlq list` receives. Source: SQS developer guide, "Available CloudWatch metrics".
    [`${row.logicalId}OldDeadLetters`]: {
      AlarmDescription: "There were dead letters on each of the last 7 days. Replay them: SQS deletes them after 14.",
      ...queueMetric("ApproximateNumberOfMessagesVisible", deadLetterQueue),
      Period: DAY,
      EvaluationPeriods: 7,
    },
    [`${row.logicalId}Lag`]: {
      AlarmDescription: "Events wait longer than all retries take. Is the function failing, or the directory down?",
      ...queueMetric("ApproximateAgeOfOldestMessage", queue),
      Threshold: oldest,
    },
    [`${row.logicalId}Expiry`]: {
      AlarmDescription: "Events have waited for 7 days. Make the function consume: SQS deletes them after 14.",
      ...queueMetric("ApproximateAgeOfOldestMessage", queue),
      Threshold: RETENTION / 2,
    },
  };
};

const queueMetric = (MetricName: string, queue: string) => ({
  Namespace: "AWS/SQS",
  MetricName,
  Dimensions: [{ Name: "QueueName", Value: attributeOf(queue, "QueueName") }],
  Statistic: "Maximum",
});

const functionAlarms = (name: string, timeout: number): Metrics => {
  const id = idOfFunction(name);
  const metric = {
    Namespace: "AWS/Lambda",
    Dimensions: [{ Name: "FunctionName", Value: refTo(functionIdsOf(name).lambda) }],
  };
  return {
    [`${id}Errors`]: {
      ...metric,
      AlarmDescription:
        "Whole invocations fail: a crash, a time-out or a bad setting. `npx serverless logs` shows why.",
      MetricName: "Errors",
      Statistic: "Sum",
    },
    [`${id}Throttles`]: {
      ...metric,
      AlarmDescription: "Lambda refuses invocations: the account's concurrency is used up.",
      MetricName: "Throttles",
      Statistic: "Sum",
    },
    [`${id}Duration`]: {
      ...metric,
      AlarmDescription:
        `Invocations take over ${NEAR_TIMEOUT * 100}% of their time-out. ` +
        "If it takes a queue, lower its batch size or raise functionTimeout.",
      MetricName: "Duration",
      Statistic: "Maximum",
      Threshold: timeout * 1000 * NEAR_TIMEOUT,
    },
  };
};

const directoryAlarms = ({ prefix, settings }: Stage): Metrics => ({
  DirectoryThrottled: {
    AlarmDescription:
      "The directory has been limiting us for 15 minutes. Lower maximumConcurrency (config/stages.yml).",
    Namespace: NAMESPACE,
    MetricName: "DirectoryThrottled",
    Dimensions: [{ Name: "service", Value: prefix }],
    Statistic: "Sum",
    EvaluationPeriods: 3,
  },
  ...Object.fromEntries(
    Object.entries(settings.seatQuotas).map(([license, quota]) => [
      `${idOfLicense(license)}Seats`,
      tooManySeats(prefix, license, quota),
    ]),
  ),
});

const waitingAlarms = ({ prefix }: Stage): Metrics => ({
  OldestOverdue: {
    AlarmDescription:
      "Somebody should have been looked at again 30 minutes ago. Does wakeWaiting run, do the queues drain? " +
      "`seatkeeper employee list --waiting` shows who it is.",
    Namespace: NAMESPACE,
    MetricName: "OldestOverdueSeconds",
    Dimensions: [{ Name: "service", Value: prefix }],
    Statistic: "Maximum",
    Threshold: OVERDUE,
  },
});

/** `GuestCollaborator` for `guest_collaborator`. No two licenses of a directory have one: config/directory-licenses.ts. */
const idOfLicense = (license: string): string =>
  license
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join("");

const tooManySeats = (prefix: string, license: string, quota: number) => ({
  AlarmDescription: `More employees have a ${license} license than the account has seats (${quota}).`,
  Namespace: NAMESPACE,
  MetricName: "Seats",
  Dimensions: [
    { Name: "service", Value: prefix },
    { Name: "license", Value: license },
  ],
  Statistic: "Maximum",
  Period: HOUR,
  Threshold: quota,
});

/**
 * An alarm if the metric is above zero in five minutes, unless `metric` says otherwise. No data raises no alarm:
 * a queue without messages has no age, a function that was not called no errors.
 */
const alarm = (prefix: string, name: string, metric: object) => ({
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    AlarmName: `${prefix}${dashed(name)}`,
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
