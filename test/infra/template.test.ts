import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { loadStagePolicy } from "../../config/load-license-policy.ts";
import { readStageSettings } from "../../config/stage-settings.ts";
import { EVENT_KINDS } from "../../domain/facts/hr-event.ts";
import { CATALOGUE } from "../../events/catalogue.ts";
import { readTemplate } from "../../local/aws/template.ts";
import { ofType, SETTINGS, STAGES, type Template, usePackagedStages } from "./packaged-stages.ts";

const packaged = usePackagedStages();
const CONFIG = join(import.meta.dirname, "../../config");
const HOUR = 3600;
const DAY = 24 * HOUR;
const hasCfnLint = spawnSync("cfn-lint", ["--version"]).status === 0;

const get = (logicalId: string, attribute = "Arn") => ({ "Fn::GetAtt": [logicalId, attribute] });
const arnOf = (name: string) => ({
  "Fn::Sub": `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${name}`,
});
const propertiesOf = (template: Template, logicalId: string) => template.Resources[logicalId]?.Properties ?? {};
/** The rows of the catalogue: the prefix of their logical IDs, their queue, and the rest. */
const PAIRS = EVENT_KINDS.map((kind) => [CATALOGUE[kind].logicalId, CATALOGUE[kind].queue, kind] as const);

describe.each(STAGES)("%s", (stage) => {
  const template = () => packaged(stage).template;
  const settings = readStageSettings(SETTINGS, stage);
  const { keepData, deletionPolicy: keeps, alarmEmail } = settings;

  test.each(PAIRS)(
    "the queue of %s is encrypted, with 14 days' retention, six time-outs' visibility and its own dead-letter queue",
    (id, name) => {
      const timeout = Number(propertiesOf(template(), `${id}LambdaFunction`)["Timeout"]);
      const { RedrivePolicy, ...queue } = propertiesOf(template(), `${id}Queue`) as Record<string, unknown>;
      expect(queue).toMatchObject({
        QueueName: `seatkeeper-${stage}-${name}`,
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: 14 * DAY,
      });
      expect(queue).not.toHaveProperty("FifoQueue");
      expect(queue["VisibilityTimeout"]).toBeGreaterThanOrEqual(6 * timeout);
      expect(RedrivePolicy).toEqual({
        deadLetterTargetArn: get(`${id}DeadLetterQueue`),
        maxReceiveCount: settings.maxReceiveCount,
      });
    },
  );

  test.each(PAIRS)(
    "the dead-letter queue of %s is encrypted, with 14 days' retention, only for its queue, and kept in prod",
    (id, name) => {
      const resource = template().Resources[`${id}DeadLetterQueue`];
      expect(resource).toMatchObject({
        DeletionPolicy: keeps,
        UpdateReplacePolicy: keeps,
        Properties: {
          QueueName: `seatkeeper-${stage}-${name}-dlq`,
          SqsManagedSseEnabled: true,
          MessageRetentionPeriod: 14 * DAY,
          RedriveAllowPolicy: {
            redrivePermission: "byQueue",
            sourceQueueArns: [arnOf(`seatkeeper-${stage}-${name}`)],
          },
        },
      });
    },
  );

  test("there are no other queues, and each rejects requests without TLS", () => {
    const queues = ofType(template(), "AWS::SQS::Queue").map(([logicalId]) => logicalId);
    expect(queues.sort()).toEqual(PAIRS.flatMap(([id]) => [`${id}DeadLetterQueue`, `${id}Queue`]).sort());
    for (const logicalId of queues) {
      const policy = propertiesOf(template(), `${logicalId}Policy`) as unknown as QueuePolicy;
      expect(policy.Queues).toEqual([{ Ref: logicalId }]);
      expect(policy.PolicyDocument.Statement).toContainEqual({
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: get(logicalId),
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
    }
  });

  test.each(PAIRS)("the bus delivers to %s by its own rule, and only that rule may send", (id, _, kind) => {
    expect(propertiesOf(template(), "HrBus")).toMatchObject({ Name: `seatkeeper-${stage}-hr` });
    expect(propertiesOf(template(), `${id}Rule`)).toMatchObject({
      EventBusName: get("HrBus", "Name"),
      EventPattern: {
        $or: expect.arrayContaining([
          { detail: { specversion: [{ exists: true }], type: [{ prefix: `hr.employee.${kind}` }] } },
          {
            detail: { specversion: [{ exists: false }] },
            "detail-type": [{ prefix: `employee.${kind}` }, { prefix: `hr.employee.${kind}` }],
          },
        ]),
      },
      Targets: [{ Arn: get(`${id}Queue`), DeadLetterConfig: { Arn: get(`${id}DeadLetterQueue`) } }],
    });
    for (const queue of [`${id}Queue`, `${id}DeadLetterQueue`]) {
      const policy = propertiesOf(template(), `${queue}Policy`) as unknown as QueuePolicy;
      const allowed = policy.PolicyDocument.Statement.filter(({ Effect }) => Effect === "Allow");
      expect(allowed).toEqual([
        {
          Sid: "RuleMaySend",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: get(queue),
          Condition: { ArnEquals: { "aws:SourceArn": get(`${id}Rule`) } },
        },
      ]);
    }
  });

  test.each(PAIRS)(
    "the event source of %s has partial batch responses, its own batch settings and bounded concurrency",
    (id, _, kind) => {
      const [source] = ofType(template(), "AWS::Lambda::EventSourceMapping").filter(
        ([, { Properties }]) => JSON.stringify(Properties["EventSourceArn"]) === JSON.stringify(get(`${id}Queue`)),
      );
      expect(source?.[1].Properties).toMatchObject({
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        BatchSize: settings.batches[kind].size,
        MaximumBatchingWindowInSeconds: settings.batches[kind].window,
        ScalingConfig: { MaximumConcurrency: settings.maximumConcurrency },
      });
    },
  );

  test.each(["EmployeesTable", "IdempotencyTable"])(
    "%s is on demand, encrypted, recoverable, and kept in prod",
    (id) => {
      expect(template().Resources[id]).toMatchObject({
        DeletionPolicy: keeps,
        UpdateReplacePolicy: keeps,
        Properties: {
          BillingMode: "PAY_PER_REQUEST",
          SSESpecification: { SSEEnabled: true },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          DeletionProtectionEnabled: keepData,
        },
      });
    },
  );

  test("idempotency records expire, employees do not", () => {
    const ttl = { TimeToLiveSpecification: { AttributeName: "expiration", Enabled: true } };
    expect(propertiesOf(template(), "IdempotencyTable")).toMatchObject(ttl);
    expect(propertiesOf(template(), "EmployeesTable")).not.toHaveProperty("TimeToLiveSpecification");
  });

  test("every function is traced and on Arm, with its own role and a log group that expires", () => {
    const functions = ofType(template(), "AWS::Lambda::Function");
    expect(functions).toHaveLength(EVENT_KINDS.length + 2);
    const roles = functions.map(([, { Properties }]) => JSON.stringify(Properties["Role"]));
    expect(new Set(roles).size).toBe(functions.length);
    expect(ofType(template(), "AWS::IAM::Role")).toHaveLength(functions.length);
    for (const [logicalId, { Properties }] of functions) {
      expect(Properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        TracingConfig: { Mode: "Active" },
      });
      const logGroup = propertiesOf(template(), logicalId.replace("LambdaFunction", "LogGroup"));
      expect(logGroup["RetentionInDays"]).toBeGreaterThan(0);
    }
  });

  test("every queue and function has its alarms, which go to the topic and say what to do", () => {
    const alarms = ofType(template(), "AWS::CloudWatch::Alarm").map(([, { Properties }]) => Properties);
    const watched = (MetricName: string) =>
      alarms.filter((alarm) => alarm["MetricName"] === MetricName).map((alarm) => JSON.stringify(alarm["Dimensions"]));
    const queueOf = (logicalId: string) => JSON.stringify([{ Name: "QueueName", Value: get(logicalId, "QueueName") }]);
    const twice = (suffix: string) => PAIRS.flatMap(([id]) => Array(2).fill(queueOf(`${id}${suffix}`)));
    expect(watched("ApproximateNumberOfMessagesVisible")).toEqual(twice("DeadLetterQueue"));
    expect(watched("ApproximateAgeOfOldestMessage")).toEqual(twice("Queue"));
    const functions = ofType(template(), "AWS::Lambda::Function").map(([Ref]) =>
      JSON.stringify([{ Name: "FunctionName", Value: { Ref } }]),
    );
    for (const metric of ["Errors", "Throttles", "Duration"]) expect(watched(metric).sort()).toEqual(functions.sort());
    expect(watched("DirectoryThrottled")).toHaveLength(1);
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ AlarmActions: [{ Ref: "AlarmTopic" }], TreatMissingData: "notBreaching" });
      expect(String(alarm["AlarmDescription"]).length).toBeGreaterThan(20);
    }
  });

  test("every resource is tagged with service and stage, except the types that have no tags", () => {
    const tags = [
      ...Object.entries(settings.tags).map(([Key, Value]) => ({ Key, Value })),
      { Key: "service", Value: "seatkeeper" },
      { Key: "stage", Value: stage },
    ];
    const [tagged, untagged] = [new Set<string>(), new Set<string>()];
    for (const { Type, Properties } of Object.values(template().Resources)) {
      const { Tags } = Properties ?? {};
      if (Tags !== undefined) expect(Tags).toEqual(tags);
      (Tags === undefined ? untagged : tagged).add(Type);
    }
    // Source: CloudFormation's resource schemas, `tagging.taggable`. A new type belongs here or into infra/tags.ts.
    expect([...untagged].filter((type) => tagged.has(type))).toEqual([]);
    expect([...untagged, "AWS::SNS::Subscription"].sort()).toEqual([
      "AWS::CloudWatch::Dashboard",
      "AWS::Lambda::Permission",
      "AWS::Lambda::Version",
      "AWS::S3::BucketPolicy",
      "AWS::SNS::Subscription",
      "AWS::SQS::QueuePolicy",
    ]);
  });

  test.each(PAIRS)("the function of %s gets its own queues and the stage's settings, and no more", (id, _, kind) => {
    const { Environment } = propertiesOf(template(), `${id}LambdaFunction`) as { Environment: { Variables: object } };
    const own = Object.entries(Environment.Variables).filter(([name]) => !/^(POWERTOOLS|NODE)_/.test(name));
    expect(Object.fromEntries(own)).toEqual({
      STAGE: stage,
      LICENSE_POLICY_DIGEST: loadStagePolicy(CONFIG, stage).digest,
      CHIME_ACCOUNT_ID: expect.any(String),
      EMPLOYEES_TABLE: { Ref: "EmployeesTable" },
      ...(CATALOGUE[kind].mayCreate ? { IDEMPOTENCY_TABLE: { Ref: "IdempotencyTable" } } : {}),
      SOURCE_QUEUE_NAME: get(`${id}Queue`, "QueueName"),
      SOURCE_QUEUE_URL: { Ref: `${id}Queue` },
      DEAD_LETTER_QUEUE_URL: { Ref: `${id}DeadLetterQueue` },
      MAX_RECEIVE_COUNT: String(settings.maxReceiveCount),
      RETRY_BASE_SECONDS: String(settings.retryBase),
      RETRY_MAX_SECONDS: String(settings.retryMax),
    });
  });

  test.each(PAIRS)("the alarms of %s ring at the first dead letter, and when an event waits too long", (id) => {
    const first = { Threshold: 0, ComparisonOperator: "GreaterThanThreshold", Period: 60 };
    expect(propertiesOf(template(), `${id}DeadLettersAlarm`)).toMatchObject(first);
    const late = { Threshold: settings.oldestMessageAlarm, ComparisonOperator: "GreaterThanThreshold", Period: 300 };
    expect(propertiesOf(template(), `${id}LagAlarm`)).toMatchObject(late);
  });

  test("a function's duration alarm is raised before its time-out", () => {
    const alarms = ofType(template(), "AWS::CloudWatch::Alarm").filter(
      ([, { Properties }]) => Properties["MetricName"] === "Duration",
    );
    for (const [, { Properties }] of alarms) {
      const [{ Value }] = Properties["Dimensions"] as [{ Value: { Ref: string } }];
      const timeout = Number(propertiesOf(template(), Value.Ref)["Timeout"]) * 1000;
      expect(Properties["Threshold"]).toBe(0.8 * timeout);
    }
  });

  test("the dashboard shows the functions and queues of this stage", () => {
    const body = JSON.parse(String(propertiesOf(template(), "Dashboard")["DashboardBody"]));
    const titles = body.widgets.map(({ properties }: { properties: { title: string } }) => properties.title);
    expect(titles).toEqual([
      "Events in",
      "Applied",
      "Not applied",
      "Lag: age of the oldest message (s)",
      "Dead letters",
      "Seats by tier",
      "Duration (ms)",
    ]);
    expect(JSON.stringify(body)).toContain(`seatkeeper-${stage}`);
  });

  test("the template has no secrets and no personal data, except the address for alarms", () => {
    const text = alarmEmail === "" ? packaged(stage).text : packaged(stage).text.replaceAll(alarmEmail, "");
    expect(text).not.toMatch(/AKIA[A-Z0-9]{16}|aws_secret|password|BEGIN [A-Z ]*PRIVATE KEY|[\w.]+@[\w]+\.[a-z]+/i);
  });

  test("a package has only its function's bundle, under 160 KB, with no credential provider but Lambda's", () => {
    for (const { artifact, handler } of readTemplate(packaged(stage).directory).functions) {
      const file = join(packaged(stage).directory, artifact);
      expect(statSync(file).size).toBeLessThan(160 * 1024);
      const own = handler.replace(/\.handler$/, ".mjs");
      const files = unzipSync(readFileSync(file));
      expect(Object.keys(files).filter((name) => !name.endsWith("/"))).toEqual([own]);
      const bundle = Buffer.from(files[own] ?? []).toString();
      expect(bundle).toContain("AWS_SESSION_TOKEN");
      expect(bundle).not.toContain("AWS_WEB_IDENTITY_TOKEN_FILE");
    }
  });

  test.skipIf(!hasCfnLint)(
    "cfn-lint finds no error (skipped if it is not installed)",
    () => {
      const file = join(packaged(stage).directory, "cloudformation-template-update-stack.json");
      const lint = ["--non-zero-exit-code", "error", "--", file];
      expect(execFileSync("cfn-lint", lint, { encoding: "utf8" })).not.toMatch(/^E\d/m);
    },
    120_000,
  );
});

type QueuePolicy = {
  readonly Queues: readonly object[];
  readonly PolicyDocument: { readonly Statement: readonly { readonly Effect: string }[] };
};

test("resources with data keep their logical IDs and names", () => {
  const { Resources } = packaged("prod").template;
  const names = Object.entries(Resources).flatMap(([logicalId, { Properties }]) => {
    const name = Properties?.["QueueName"] ?? Properties?.["TableName"];
    return name === undefined ? [] : [[logicalId, name]];
  });
  expect(Object.fromEntries(names)).toMatchObject({
    EmployeeHiredQueue: "seatkeeper-prod-employee-hired",
    EmployeeHiredDeadLetterQueue: "seatkeeper-prod-employee-hired-dlq",
    RoleChangedQueue: "seatkeeper-prod-role-changed",
    RoleChangedDeadLetterQueue: "seatkeeper-prod-role-changed-dlq",
    EmployeesTable: "seatkeeper-prod-employees",
    IdempotencyTable: "seatkeeper-prod-idempotency",
  });
});

test("prod keeps its data when the stack is deleted", () => {
  expect(readStageSettings(SETTINGS, "prod").keepData).toBe(true);
});

test("no two stages share a physical name", () => {
  const NAMES = /Name$/;
  const names = STAGES.flatMap((stage) => {
    const { Resources } = packaged(stage).template;
    const own = Object.values(Resources).flatMap(({ Properties = {} }) =>
      Object.entries(Properties).flatMap(([key, value]) =>
        NAMES.test(key) && typeof value === "string" && !["MetricName", "PolicyName"].includes(key) ? [value] : [],
      ),
    );
    return [...new Set(own)];
  });
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
