import { expect } from "vitest";
import type { FunctionDefinition } from "../../infra/functions.ts";
import { get, ref } from "./made-stage.ts";

/** What the framework makes of the functions' definitions: times in seconds and days. */
const DIFFERS = new Map([
  ["local", { timeout: 15, logLevel: "INFO", retention: 1 }],
  ["dev", { timeout: 30, logLevel: "DEBUG", retention: 14 }],
  ["staging", { timeout: 30, logLevel: "INFO", retention: 14 }],
  ["prod", { timeout: 30, logLevel: "INFO", retention: 90 }],
]);

/** Log group and function. */
export const functionResources = (stage: string, name: string, definition: FunctionDefinition) => {
  const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const differs = DIFFERS.get(stage);
  const { CHIME_ACCOUNT_ID: account, ...environment } = definition.environment;
  return {
    [`${id}LogGroup`]: {
      Type: "AWS::Logs::LogGroup",
      Properties: { LogGroupName: `/aws/lambda/seatkeeper-${stage}-${name}`, RetentionInDays: differs?.retention },
    },
    [`${id}LambdaFunction`]: {
      Type: "AWS::Lambda::Function",
      DependsOn: [`${id}LogGroup`],
      Properties: {
        Code: {
          S3Bucket: ref("ServerlessDeploymentBucket"),
          S3Key: expect.stringMatching(new RegExp(`/seatkeeper/${stage}/.*/${name}\\.zip$`)),
        },
        Handler: definition.handler,
        Runtime: "nodejs24.x",
        FunctionName: `seatkeeper-${stage}-${name}`,
        MemorySize: 512,
        Timeout: definition.timeout ?? differs?.timeout,
        Architectures: ["arm64"],
        TracingConfig: { Mode: "Active" },
        Environment: {
          Variables: {
            NODE_OPTIONS: "--enable-source-maps",
            POWERTOOLS_SERVICE_NAME: `seatkeeper-${stage}`,
            POWERTOOLS_METRICS_NAMESPACE: "Seatkeeper",
            POWERTOOLS_LOG_LEVEL: differs?.logLevel,
            ...(account === undefined ? {} : { CHIME_ACCOUNT_ID: expect.any(String) }),
            ...Object.fromEntries(
              Object.entries(environment).map(([variable, value]) => [
                variable,
                typeof value === "number" ? String(value) : value,
              ]),
            ),
          },
        },
        Role: definition.role,
      },
    },
  };
};

const eventSource = (functionId: string, queue: string, size: number, window: number, concurrency: number) => ({
  Type: "AWS::Lambda::EventSourceMapping",
  DependsOn: [],
  Properties: {
    BatchSize: size,
    MaximumBatchingWindowInSeconds: window,
    EventSourceArn: get(queue),
    FunctionName: get(functionId),
    Enabled: true,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: concurrency },
  },
});

const schedule = (id: string, name: string, rate: string) => ({
  [`${id}EventsRuleSchedule1`]: {
    Type: "AWS::Events::Rule",
    Properties: {
      ScheduleExpression: rate,
      State: "ENABLED",
      Targets: [{ Arn: get(`${id}LambdaFunction`), Id: `${name}Schedule` }],
    },
  },
  [`${id}LambdaPermissionEventsRuleSchedule1`]: {
    Type: "AWS::Lambda::Permission",
    Properties: {
      FunctionName: get(`${id}LambdaFunction`),
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      SourceArn: get(`${id}EventsRuleSchedule1`),
    },
  },
});

/** What starts the functions. `concurrency` is how many batches of a queue are handled at once. */
export const triggers = (concurrency: number) => ({
  EmployeeHiredEventSourceMappingSQSEmployeeHiredQueue: eventSource(
    "EmployeeHiredLambdaFunction",
    "EmployeeHiredQueue",
    10,
    0,
    concurrency,
  ),
  RoleChangedEventSourceMappingSQSRoleChangedQueue: eventSource(
    "RoleChangedLambdaFunction",
    "RoleChangedQueue",
    100,
    1,
    concurrency,
  ),
  EmployeeLeftEventSourceMappingSQSEmployeeLeftQueue: eventSource(
    "EmployeeLeftLambdaFunction",
    "EmployeeLeftQueue",
    10,
    0,
    concurrency,
  ),
  ...schedule("CountSeats", "countSeats", "rate(1 hour)"),
  ...schedule("WakeWaiting", "wakeWaiting", "rate(1 minute)"),
});
