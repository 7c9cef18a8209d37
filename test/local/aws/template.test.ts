import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { resolveEnvironment } from "../../../local/aws/resolve-environment.ts";
import { type FunctionModel, readTemplate } from "../../../local/aws/template.ts";

const directory = mkdtempSync(join(tmpdir(), "template-"));
afterAll(() => rmSync(directory, { recursive: true }));
const read = (Resources: object) => {
  writeFileSync(join(directory, "cloudformation-template-update-stack.json"), JSON.stringify({ Resources }));
  return readTemplate(directory);
};
const queue = (properties: object = {}) => ({ Type: "AWS::SQS::Queue", Properties: { QueueName: "q", ...properties } });
const rule = (properties: object, target: object = {}) => ({
  Type: "AWS::Events::Rule",
  Properties: {
    State: "ENABLED",
    Targets: [{ Arn: { "Fn::GetAtt": ["Fn", "Arn"] }, Id: "fn", ...target }],
    ...properties,
  },
});

test("reads queues, tables, functions, event sources and schedules, and lists what it does not emulate", () => {
  const model = read({
    Queue: queue({
      VisibilityTimeout: 90,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 5 },
    }),
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        TableName: "t",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        GlobalSecondaryIndexes: [
          {
            IndexName: "i",
            KeySchema: [
              { AttributeName: "shard", KeyType: "HASH" },
              { AttributeName: "at", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["by"] },
          },
        ],
      },
    },
    Fn: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "f",
        Handler: "handlers/f.handler",
        Timeout: 15,
        MemorySize: 512,
        Code: { S3Key: "a/b/f.zip" },
        Role: {},
      },
    },
    Source: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] },
        FunctionName: { "Fn::GetAtt": ["Fn", "Arn"] },
        BatchSize: 20,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ScalingConfig: { MaximumConcurrency: 4 },
      },
    },
    Schedule: rule({ ScheduleExpression: "rate(2 hours)" }),
    BusRule: rule({ EventPattern: {} }),
    Role: { Type: "AWS::IAM::Role" },
  });
  expect(model).toEqual({
    queues: [
      {
        logicalId: "Queue",
        name: "q",
        attributes: { VisibilityTimeout: "90" },
        redrive: { deadLetterQueue: "Dead", maxReceiveCount: 5 },
      },
    ],
    tables: [
      {
        logicalId: "Table",
        name: "t",
        hashKey: "id",
        indexes: [
          { name: "i", keys: ["shard", "at"], projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["by"] } },
        ],
      },
    ],
    functions: [
      {
        logicalId: "Fn",
        name: "f",
        artifact: "f.zip",
        handler: "handlers/f.handler",
        timeout: 15,
        memory: 512,
        environment: {},
      },
    ],
    eventSources: [
      { queue: "Queue", function: "Fn", batchSize: 20, window: 0, maximumConcurrency: 4, partialResponses: true },
    ],
    schedules: [{ function: "Fn", minutes: 120 }],
    notEmulated: ["AWS::Events::Rule", "AWS::IAM::Role"],
  });
});

test.each([
  ["an unsupported property", queue({ FifoQueue: true }), "Queue.FifoQueue: the embedded stack does not support"],
  ["a computed name", queue({ QueueName: { Ref: "X" } }), "Queue.QueueName: expected a string"],
  [
    "a dead-letter queue of another stack",
    queue({ RedrivePolicy: { deadLetterTargetArn: "arn:x", maxReceiveCount: 1 } }),
    "Queue.RedrivePolicy: expected Fn::GetAtt",
  ],
  [
    "a schedule by the clock",
    rule({ ScheduleExpression: "cron(0 12 * * ? *)" }),
    "Queue.ScheduleExpression: expected rate(...)",
  ],
  ["a disabled schedule", rule({ ScheduleExpression: "rate(1 hour)", State: "DISABLED" }), "Queue.State: "],
  [
    "a schedule with an input",
    rule({ ScheduleExpression: "rate(1 hour)" }, { Input: "{}" }),
    "Queue.Targets.0.Input: the embedded stack does not support",
  ],
])("rejects %s, naming resource and property", (_, resource, message) => {
  expect(() => read({ Queue: resource })).toThrow(message);
});

test.each([
  ["rate(1 minute)", 1],
  ["rate(15 minutes)", 15],
  ["rate(1 day)", 1440],
])("%s is every %i minutes", (ScheduleExpression, minutes) => {
  expect(read({ Schedule: rule({ ScheduleExpression }) }).schedules).toEqual([{ function: "Fn", minutes }]);
});

const fn = (environment: FunctionModel["environment"]): FunctionModel => ({
  logicalId: "Fn",
  name: "f",
  artifact: "f.zip",
  handler: "h.handler",
  timeout: 1,
  memory: 128,
  environment,
});

test("resolves Ref and Fn::GetAtt in a function's environment", () => {
  const attributes = new Map([["Queue", { "": "http://queue", Arn: "arn:queue" }]]);
  const environment = { URL: { Ref: "Queue" }, ARN: { "Fn::GetAtt": ["Queue", "Arn"] }, COUNT: 5 };
  expect(resolveEnvironment(fn(environment), attributes)).toEqual({
    URL: "http://queue",
    ARN: "arn:queue",
    COUNT: "5",
  });
});

test.each([{ Ref: "Nobody" }, { "Fn::GetAtt": ["Queue", "Color"] }, { "Fn::Join": ["", []] }])(
  "rejects %j",
  (value) => {
    const attributes = new Map([["Queue", { "": "http://queue" }]]);
    expect(() => resolveEnvironment(fn({ URL: value }), attributes)).toThrow("Fn.Environment.URL: cannot resolve");
  },
);
