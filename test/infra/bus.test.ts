import { expect, test } from "vitest";
import { bus } from "../../infra/bus.ts";
import { outputs } from "../../infra/outputs.ts";
import { queuePolicies } from "../../infra/queue-policies.ts";
import { rules } from "../../infra/rules.ts";
import { get, madeStage, ref } from "./made-stage.ts";

const STAGE = madeStage("prod");
const made = (make: (row: (typeof STAGE.rows)[number]) => object) => Object.assign({}, ...STAGE.rows.map(make));

test("each stage has a bus of its own", () => {
  expect(bus(STAGE)).toEqual({ HrBus: { Type: "AWS::Events::EventBus", Properties: { Name: "seatkeeper-prod-hr" } } });
});

test("a stage on another stage's bus has none, and its rules are on that one", () => {
  const stage = madeStage("staging", { bus: "prod" });
  expect(bus(stage)).toEqual({});
  for (const row of stage.rows) {
    expect(Object.values(rules(stage, row))[0]).toMatchObject({
      Properties: { Name: `seatkeeper-staging-${row.queue}`, EventBusName: "seatkeeper-prod-hr" },
    });
  }
  expect(outputs(stage)["HrBusName"]).toMatchObject({ Value: "seatkeeper-prod-hr" });
});

const CLOUD_EVENT = { specversion: [{ exists: true }] };
const PLAIN_DATA = { specversion: [{ exists: false }] };
const TYPES = ["hr.employee.hired", "hr.employee.role-changed", "hr.employee.change-cancelled", "hr.employee.left"];

test("each rule puts its own events on its own queue, and what it cannot deliver on its dead-letter queue", () => {
  const rule = (Name: string, Description: string, patterns: readonly object[], target: object) => ({
    Type: "AWS::Events::Rule",
    Properties: {
      Name,
      Description,
      EventBusName: get("HrBus", "Name"),
      EventPattern: { $or: patterns },
      // For a day: the most that EventBridge tries.
      Targets: [{ ...target, RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } }],
    },
  });
  expect(made((row) => rules(STAGE, row))).toEqual({
    EmployeeHiredRule: rule(
      "seatkeeper-prod-employee-hired",
      "Employee hired, and what no other rule takes: to the queue of employeeHired",
      [
        { detail: { ...CLOUD_EVENT, type: [{ prefix: "hr.employee.hired" }] } },
        { detail: PLAIN_DATA, "detail-type": [{ prefix: "employee.hired" }, { prefix: "hr.employee.hired" }] },
        // And what no other rule takes.
        {
          detail: {
            ...CLOUD_EVENT,
            type: [{ "anything-but": { prefix: TYPES } }, { exists: false }],
          },
        },
        {
          detail: PLAIN_DATA,
          "detail-type": [
            {
              "anything-but": {
                prefix: [
                  "employee.hired",
                  "employee.role-changed",
                  "employee.change-cancelled",
                  "employee.left",
                  ...TYPES,
                ],
              },
            },
          ],
        },
      ],
      {
        Id: "employee-hired",
        Arn: get("EmployeeHiredQueue"),
        DeadLetterConfig: { Arn: get("EmployeeHiredDeadLetterQueue") },
      },
    ),
    RoleChangedRule: rule(
      "seatkeeper-prod-role-changed",
      "Employee's role changed, Upcoming change cancelled: to the queue of roleChanged",
      [
        {
          detail: {
            ...CLOUD_EVENT,
            type: [{ prefix: "hr.employee.role-changed" }, { prefix: "hr.employee.change-cancelled" }],
          },
        },
        {
          detail: PLAIN_DATA,
          "detail-type": [
            { prefix: "employee.role-changed" },
            { prefix: "employee.change-cancelled" },
            { prefix: "hr.employee.role-changed" },
            { prefix: "hr.employee.change-cancelled" },
          ],
        },
      ],
      {
        Id: "role-changed",
        Arn: get("RoleChangedQueue"),
        DeadLetterConfig: { Arn: get("RoleChangedDeadLetterQueue") },
      },
    ),
    EmployeeLeftRule: rule(
      "seatkeeper-prod-employee-left",
      "Employee left: to the queue of employeeLeft",
      [
        { detail: { ...CLOUD_EVENT, type: [{ prefix: "hr.employee.left" }] } },
        { detail: PLAIN_DATA, "detail-type": [{ prefix: "employee.left" }, { prefix: "hr.employee.left" }] },
      ],
      {
        Id: "employee-left",
        Arn: get("EmployeeLeftQueue"),
        DeadLetterConfig: { Arn: get("EmployeeLeftDeadLetterQueue") },
      },
    ),
  });
});

test("each queue refuses requests without TLS, and lets only its own rule send", () => {
  const policy = (queue: string, rule: string) => ({
    Type: "AWS::SQS::QueuePolicy",
    Properties: {
      Queues: [ref(queue)],
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:*",
            Resource: get(queue),
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
          {
            Sid: "RuleMaySend",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: get(queue),
            Condition: { ArnEquals: { "aws:SourceArn": get(rule) } },
          },
        ],
      },
    },
  });
  expect(made(queuePolicies)).toEqual({
    EmployeeHiredQueuePolicy: policy("EmployeeHiredQueue", "EmployeeHiredRule"),
    EmployeeHiredDeadLetterQueuePolicy: policy("EmployeeHiredDeadLetterQueue", "EmployeeHiredRule"),
    RoleChangedQueuePolicy: policy("RoleChangedQueue", "RoleChangedRule"),
    RoleChangedDeadLetterQueuePolicy: policy("RoleChangedDeadLetterQueue", "RoleChangedRule"),
    EmployeeLeftQueuePolicy: policy("EmployeeLeftQueue", "EmployeeLeftRule"),
    EmployeeLeftDeadLetterQueuePolicy: policy("EmployeeLeftDeadLetterQueue", "EmployeeLeftRule"),
  });
});
