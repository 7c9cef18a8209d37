import * as z from "zod";

/** Properties that change nothing here. Any that is neither read nor ignored must not be passed over in silence. */
const ignored = <Name extends string>(...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, z.unknown().optional()])) as Record<Name, z.ZodOptional<z.ZodUnknown>>;

const text = z.string("expected a string, which the embedded stack needs");
/** A resource of this template, as its logical ID. */
const reference = z
  .object({ "Fn::GetAtt": z.array(z.string()).min(1) }, "expected Fn::GetAtt of a resource in this template")
  .transform(({ "Fn::GetAtt": [logicalId = ""] }) => logicalId);
const optionalText = z.coerce.string().optional();

/** `attributes` are SQS's own names and text values, without the redrive policy. */
export const queueSchema = z
  .strictObject({
    QueueName: text,
    RedrivePolicy: z.object({ deadLetterTargetArn: reference, maxReceiveCount: z.coerce.number() }).optional(),
    DelaySeconds: optionalText,
    MaximumMessageSize: optionalText,
    MessageRetentionPeriod: optionalText,
    ReceiveMessageWaitTimeSeconds: optionalText,
    VisibilityTimeout: optionalText,
    ...ignored("KmsMasterKeyId", "RedriveAllowPolicy", "SqsManagedSseEnabled", "Tags"),
  })
  .transform(({ QueueName: name, RedrivePolicy: policy, ...others }) => ({
    name,
    attributes: Object.fromEntries(Object.entries(others).filter(isText)),
    ...(policy && {
      redrive: { deadLetterQueue: policy.deadLetterTargetArn, maxReceiveCount: policy.maxReceiveCount },
    }),
  }));

const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === "string";

const keyPart = z.object({ AttributeName: text });
const indexSchema = z
  .strictObject({
    IndexName: text,
    KeySchema: z.tuple([keyPart], keyPart).check(z.maxLength(2, "expected a hash key and at most a range key")),
    Projection: z.object({
      ProjectionType: z.enum(["ALL", "INCLUDE", "KEYS_ONLY"]),
      NonKeyAttributes: z.array(text).optional(),
    }),
  })
  .transform(({ IndexName: name, KeySchema: keys, Projection: projection }) => ({
    name,
    keys: keys.map(({ AttributeName }) => AttributeName),
    projection,
  }));

/** Of an index, `keys` are the hash key and perhaps the range key, and `projection` is DynamoDB's own. */
export const tableSchema = z
  .strictObject({
    TableName: text,
    KeySchema: z.tuple([keyPart], "expected only a hash key"),
    AttributeDefinitions: z.array(z.object({ AttributeType: z.literal("S", "expected keys that are text") })),
    GlobalSecondaryIndexes: z.array(indexSchema).default([]),
    ...ignored("BillingMode", "DeletionProtectionEnabled", "PointInTimeRecoverySpecification", "SSESpecification"),
    ...ignored("Tags", "TimeToLiveSpecification"),
  })
  .transform(({ TableName: name, KeySchema: [{ AttributeName: hashKey }], GlobalSecondaryIndexes: indexes }) => ({
    name,
    hashKey,
    indexes,
  }));

/** Times in seconds, memory in MB. `environment` may hold intrinsic functions: see resolveEnvironment. */
export const functionSchema = z
  .strictObject({
    FunctionName: text,
    Handler: text,
    Timeout: z.number(),
    MemorySize: z.number(),
    Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
    Code: z.object({ S3Key: text }),
    ...ignored("Architectures", "Role", "Runtime", "Tags", "TracingConfig"),
  })
  .transform(({ FunctionName: name, Handler: handler, Timeout: timeout, MemorySize: memory, ...properties }) => ({
    name,
    artifact: properties.Code.S3Key.slice(properties.Code.S3Key.lastIndexOf("/") + 1),
    handler,
    timeout,
    memory,
    environment: properties.Environment?.Variables ?? {},
  }));

/** `queue` and `function` are logical IDs; the window is in seconds. */
export const eventSourceSchema = z
  .strictObject({
    EventSourceArn: reference,
    FunctionName: reference,
    BatchSize: z.number().default(10),
    MaximumBatchingWindowInSeconds: z.number().default(0),
    ScalingConfig: z.object({ MaximumConcurrency: z.number().default(5) }).prefault({}),
    FunctionResponseTypes: z.array(text).default([]),
    ...ignored("Enabled", "Tags"),
  })
  .transform((properties) => ({
    queue: properties.EventSourceArn,
    function: properties.FunctionName,
    batchSize: properties.BatchSize,
    window: properties.MaximumBatchingWindowInSeconds,
    maximumConcurrency: properties.ScalingConfig.MaximumConcurrency,
    partialResponses: properties.FunctionResponseTypes.includes("ReportBatchItemFailures"),
  }));

const MINUTES = { minute: 1, hour: 60, day: 24 * 60 } as const;
const RATE = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/;

/** A rule of EventBridge that runs a function at a rate. `function` is its logical ID, `minutes` is between two runs. */
export const scheduleSchema = z
  .strictObject({
    ScheduleExpression: z
      .string()
      .regex(RATE, "expected rate(...), the one kind of schedule that the embedded stack runs"),
    State: z.literal("ENABLED").default("ENABLED"),
    Targets: z.tuple([z.strictObject({ Arn: reference, ...ignored("Id") })], "expected one target without an input"),
    ...ignored("Description", "Name", "Tags"),
  })
  .transform(({ ScheduleExpression, Targets: [{ Arn }] }) => ({
    function: Arn,
    minutes: minutesOf(ScheduleExpression),
  }));

const minutesOf = (rate: string): number => {
  const [, number, unit] = RATE.exec(rate) ?? [];
  return Number(number) * MINUTES[unit as keyof typeof MINUTES];
};
