import type { WaitReason } from "../domain/employee-record.ts";
import type { Resources } from "./cloudformation.ts";
import { NAMESPACE } from "./names.ts";
import type { Stage } from "./stage.ts";

type Metric = readonly unknown[];

const WIDTH = 8;
const HEIGHT = 6;
const PER_ROW = 3;

/** A CloudWatch dashboard of one stage: what came in, what it did, what failed, who has which license, who waits. */
export const dashboard = (stage: Stage, functionNames: readonly string[]): Resources => {
  const { region } = stage.settings;
  const widgets = graphs(stage, functionNames).map((widget, index) => ({
    ...widget,
    ...place(index),
    properties: { ...widget.properties, region },
  }));
  return {
    Dashboard: {
      Type: "AWS::CloudWatch::Dashboard",
      Properties: { DashboardName: stage.prefix, DashboardBody: JSON.stringify({ widgets }) },
    },
  };
};

const graphs = ({ prefix, rows, directory }: Stage, functionNames: readonly string[]) => {
  const own = (name: string, label: string): Metric => [NAMESPACE, name, "service", prefix, { label }];
  const ofQueues = (metric: string, suffix = ""): readonly Metric[] =>
    rows.map(({ queue }) => [
      "AWS/SQS",
      metric,
      "QueueName",
      `${prefix}-${queue}${suffix}`,
      { label: `${queue}${suffix}` },
    ]);
  return [
    graph("Events in", "Sum", ofQueues("NumberOfMessagesSent")),
    graph("Applied", "Sum", [
      own("UsersCreated", "users created"),
      own("LicensesChanged", "licenses changed"),
      own("UsersReleased", "users released"),
      own("UsersReactivated", "users reactivated"),
      own("DuplicateEvents", "duplicates"),
      own("StaleEvents", "stale"),
    ]),
    graph("Not applied", "Sum", [
      own("EventsWaiting", "waiting"),
      own("Retries", "tried again"),
      own("DeadLetters", "dead-lettered"),
      own("DirectoryThrottled", "directory throttled"),
    ]),
    graph("Lag: age of the oldest message (s)", "Maximum", ofQueues("ApproximateAgeOfOldestMessage")),
    graph("Dead letters", "Maximum", ofQueues("ApproximateNumberOfMessagesVisible", "-dlq")),
    graph("Seats by tier", "Maximum", seats(prefix, directory), 3600),
    graph("Employees who wait", "Maximum", waiting(prefix), 3600),
    graph("Oldest overdue wake-up (s)", "Maximum", [own("OldestOverdueSeconds", "overdue")]),
    graph(
      "Duration (ms)",
      "p99",
      functionNames.map((name) => ["AWS/Lambda", "Duration", "FunctionName", `${prefix}-${name}`, { label: name }]),
    ),
  ];
};

const seats = (prefix: string, { licenses }: Stage["directory"]): readonly Metric[] =>
  licenses.map(({ name }) => [NAMESPACE, "Seats", "service", prefix, "license", name, { label: name }]);

/** What employees wait for, by the reason in their records. A fact whose day has not come is `NotYetEffective`. */
const WAITS_FOR: Readonly<Record<WaitReason | "NotYetEffective", string>> = {
  NotYetEffective: "the day of a change",
  NoHireYet: "the hire",
  AddressInUse: "an address that another has",
  CreationInDoubt: "an account that may have been created",
  InvitationPending: "an invitation to be accepted",
  DirectoryThrottled: "the directory",
  OtherFunction: "the function that may",
};

const waiting = (prefix: string): readonly Metric[] =>
  Object.entries(WAITS_FOR).map(([because, label]) => [
    NAMESPACE,
    "Waiting",
    "service",
    prefix,
    "because",
    because,
    { label },
  ]);

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
