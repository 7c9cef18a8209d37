import { expect, test } from "vitest";
import { queuePolicies } from "../../infra/queue-policies.ts";
import { rules } from "../../infra/rules.ts";
import { get, madeStage, readSettings, ref } from "./made-stage.ts";

const STAGE = madeStage("prod");
const made = (make: (row: (typeof STAGE.rows)[number]) => object) => Object.assign({}, ...STAGE.rows.map(make));

test("each stage has a bus of its own", () => {
  expect(readSettings("infra/bus.yml")).toEqual({
    Resources: { HrBus: { Type: "AWS::Events::EventBus", Properties: { Name: "<prefix>-hr" } } },
  });
});

const CLOUD_EVENT = { specversion: [{ exists: true }] };
const PLAIN_DATA = { specversion: [{ exists: false }] };

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
            type: [
              { "anything-but": { prefix: ["hr.employee.hired", "hr.employee.role-changed"] } },
              { exists: false },
            ],
          },
        },
        {
          detail: PLAIN_DATA,
          "detail-type": [
            {
              "anything-but": {
                prefix: ["employee.hired", "employee.role-changed", "hr.employee.hired", "hr.employee.role-changed"],
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
      "Employee's role changed: to the queue of roleChanged",
      [
        { detail: { ...CLOUD_EVENT, type: [{ prefix: "hr.employee.role-changed" }] } },
        {
          detail: PLAIN_DATA,
          "detail-type": [{ prefix: "employee.role-changed" }, { prefix: "hr.employee.role-changed" }],
        },
      ],
      {
        Id: "role-changed",
        Arn: get("RoleChangedQueue"),
        DeadLetterConfig: { Arn: get("RoleChangedDeadLetterQueue") },
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
  });
});
