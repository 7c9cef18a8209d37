import { LICENSES } from "../domain/accounts/license.ts";
import { FUNCTIONS, NAMESPACE, QUEUES } from "./metrics.ts";

type Metric = readonly unknown[];

const WIDTH = 8;
const HEIGHT = 6;
const PER_ROW = 3;

/** A CloudWatch dashboard of one stage, as a CloudFormation resource: what came in, what it did, what failed, who has which seat. */
export const dashboard = (prefix: string, region: string) => {
  const own = (name: string, label: string): Metric => [NAMESPACE, name, "service", prefix, { label }];
  const queue = (name: string, metric: string, suffix = ""): Metric => [
    "AWS/SQS",
    metric,
    "QueueName",
    `${prefix}-${name}${suffix}`,
    { label: `${name}${suffix}` },
  ];
  const widgets = [
    graph(
      "Events in",
      "Sum",
      QUEUES.map(({ name }) => queue(name, "NumberOfMessagesSent")),
    ),
    graph("Applied", "Sum", [
      own("UsersCreated", "users created"),
      own("LicensesChanged", "licenses changed"),
      own("DuplicateEvents", "duplicates"),
      own("StaleEvents", "stale"),
    ]),
    graph("Not applied", "Sum", [
      own("Retries", "tried again"),
      own("DeadLetters", "dead-lettered"),
      own("DirectoryThrottled", "directory throttled"),
    ]),
    graph(
      "Lag: age of the oldest message (s)",
      "Maximum",
      QUEUES.map(({ name }) => queue(name, "ApproximateAgeOfOldestMessage")),
    ),
    graph(
      "Dead letters",
      "Maximum",
      QUEUES.map(({ name }) => queue(name, "ApproximateNumberOfMessagesVisible", "-dlq")),
    ),
    graph(
      "Seats by tier",
      "Maximum",
      LICENSES.map((license) => [NAMESPACE, "Seats", "service", prefix, "license", license, { label: license }]),
      3600,
    ),
    graph(
      "Duration (ms)",
      "p99",
      FUNCTIONS.map((name) => ["AWS/Lambda", "Duration", "FunctionName", `${prefix}-${name}`, { label: name }]),
    ),
  ];
  const body = {
    widgets: widgets.map((widget, index) => ({
      ...widget,
      ...place(index),
      properties: { ...widget.properties, region },
    })),
  };
  return {
    Dashboard: {
      Type: "AWS::CloudWatch::Dashboard",
      Properties: { DashboardName: prefix, DashboardBody: JSON.stringify(body) },
    },
  };
};

const graph = (title: string, stat: string, metrics: readonly Metric[], period = 300) => ({
  type: "metric",
  properties: { title, stat, period, metrics, view: "timeSeries" },
});

const place = (index: number) => ({
  x: (index % PER_ROW) * WIDTH,
  y: Math.floor(index / PER_ROW) * HEIGHT,
  width: WIDTH,
  height: HEIGHT,
});
