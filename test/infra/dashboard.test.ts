import { expect, test } from "vitest";
import { dashboard } from "../../infra/dashboard.ts";
import { outputs } from "../../infra/outputs.ts";
import { get, madeStage, ref } from "./made-stage.ts";

const STAGE = madeStage("prod");

/** A metric of a queue, of the stage itself, of a license, of a function. */
const ofQueue = (metric: string, queue: string) => [
  "AWS/SQS",
  metric,
  "QueueName",
  `seatkeeper-prod-${queue}`,
  { label: queue },
];
const own = (metric: string, label: string) => ["Seatkeeper", metric, "service", "seatkeeper-prod", { label }];
const seats = (license: string) => [
  "Seatkeeper",
  "Seats",
  "service",
  "seatkeeper-prod",
  "license",
  license,
  { label: license },
];
const waiting = (because: string, label: string) => [
  "Seatkeeper",
  "Waiting",
  "service",
  "seatkeeper-prod",
  "because",
  because,
  { label },
];
const duration = (name: string) => [
  "AWS/Lambda",
  "Duration",
  "FunctionName",
  `seatkeeper-prod-${name}`,
  { label: name },
];

const widget = (x: number, y: number, title: string, stat: string, period: number, metrics: readonly unknown[]) => ({
  type: "metric",
  x,
  y,
  width: 8,
  height: 6,
  properties: { title, stat, period, metrics, view: "timeSeries", region: "us-east-1" },
});

test("the dashboard shows what came in, what it did, what failed, who has which license, and who waits", () => {
  const made = dashboard(STAGE, ["employeeHired", "roleChanged"]);
  expect(made).toEqual({
    Dashboard: {
      Type: "AWS::CloudWatch::Dashboard",
      Properties: { DashboardName: "seatkeeper-prod", DashboardBody: expect.any(String) },
    },
  });
  const { DashboardBody = "" } = (made["Dashboard"]?.Properties as { DashboardBody?: string }) ?? {};
  expect(JSON.parse(DashboardBody)).toEqual({
    widgets: [
      widget(0, 0, "Events in", "Sum", 300, [
        ofQueue("NumberOfMessagesSent", "employee-hired"),
        ofQueue("NumberOfMessagesSent", "role-changed"),
        ofQueue("NumberOfMessagesSent", "employee-left"),
      ]),
      widget(8, 0, "Applied", "Sum", 300, [
        own("UsersCreated", "users created"),
        own("LicensesChanged", "licenses changed"),
        own("UsersReleased", "users released"),
        own("UsersReactivated", "users reactivated"),
        own("DuplicateEvents", "duplicates"),
        own("StaleEvents", "stale"),
      ]),
      widget(16, 0, "Not applied", "Sum", 300, [
        own("EventsWaiting", "waiting"),
        own("Retries", "tried again"),
        own("DeadLetters", "dead-lettered"),
        own("DirectoryThrottled", "directory throttled"),
      ]),
      widget(0, 6, "Lag: age of the oldest message (s)", "Maximum", 300, [
        ofQueue("ApproximateAgeOfOldestMessage", "employee-hired"),
        ofQueue("ApproximateAgeOfOldestMessage", "role-changed"),
        ofQueue("ApproximateAgeOfOldestMessage", "employee-left"),
      ]),
      widget(8, 6, "Dead letters", "Maximum", 300, [
        ofQueue("ApproximateNumberOfMessagesVisible", "employee-hired-dlq"),
        ofQueue("ApproximateNumberOfMessagesVisible", "role-changed-dlq"),
        ofQueue("ApproximateNumberOfMessagesVisible", "employee-left-dlq"),
      ]),
      widget(16, 6, "Seats by tier", "Maximum", 3600, ["Basic", "Plus", "Pro", "ProTrial"].map(seats)),
      widget(0, 12, "Employees who wait", "Maximum", 3600, [
        waiting("NotYetEffective", "the day of a change"),
        waiting("NoHireYet", "the hire"),
        waiting("AddressInUse", "an address that another has"),
        waiting("CreationInDoubt", "an account that may have been created"),
        waiting("InvitationPending", "an invitation to be accepted"),
        waiting("DirectoryThrottled", "the directory"),
        waiting("OtherFunction", "the function that may"),
      ]),
      widget(8, 12, "Oldest overdue wake-up (s)", "Maximum", 300, [own("OldestOverdueSeconds", "overdue")]),
      widget(16, 12, "Duration (ms)", "p99", 300, [duration("employeeHired"), duration("roleChanged")]),
    ],
  });
});

test("the stack's outputs are what people and `seatkeeper status` ask for", () => {
  expect(outputs(STAGE)).toEqual({
    HrBusName: { Description: "Put HR events here", Value: get("HrBus", "Name") },
    EmployeeHiredQueueUrl: { Value: ref("EmployeeHiredQueue") },
    RoleChangedQueueUrl: { Value: ref("RoleChangedQueue") },
    EmployeeLeftQueueUrl: { Value: ref("EmployeeLeftQueue") },
    EmployeesTableName: { Value: ref("EmployeesTable") },
    LicensePolicyDigest: { Description: "SHA-256 of the compiled license policy", Value: "digest" },
    AlarmTopicArn: { Value: ref("AlarmTopic") },
    DashboardName: { Value: ref("Dashboard") },
  });
});
