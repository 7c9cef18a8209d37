import { readFileSync } from "node:fs";
import { join } from "node:path";
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

const queueSchema = z
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

const tableSchema = z
  .strictObject({
    TableName: text,
    KeySchema: z.tuple([z.object({ AttributeName: text })], "expected only a hash key"),
    AttributeDefinitions: z.unknown(),
    ...ignored("BillingMode", "DeletionProtectionEnabled", "PointInTimeRecoverySpecification", "SSESpecification"),
    ...ignored("Tags", "TimeToLiveSpecification"),
  })
  .transform(({ TableName: name, KeySchema: [{ AttributeName: hashKey }] }) => ({ name, hashKey }));

/** Times in seconds, memory in MB. `environment` may hold intrinsic functions: see resolveEnvironment. */
const functionSchema = z
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
const eventSourceSchema = z
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

type Identified<T> = { readonly logicalId: string } & Readonly<T>;
/** `attributes` are SQS's own names and text values, without the redrive policy. */
export type QueueModel = Identified<z.infer<typeof queueSchema>>;
export type TableModel = Identified<z.infer<typeof tableSchema>>;
export type FunctionModel = Identified<z.infer<typeof functionSchema>>;
export type EventSourceModel = Readonly<z.infer<typeof eventSourceSchema>>;

/** The part of a packaged service's CloudFormation template that the embedded stack emulates. */
export type StackModel = {
  readonly queues: readonly QueueModel[];
  readonly tables: readonly TableModel[];
  readonly functions: readonly FunctionModel[];
  readonly eventSources: readonly EventSourceModel[];
  /** Resource types in the template that are left out, such as roles and log groups. */
  readonly notEmulated: readonly string[];
};

/** The embedded stack cannot run this template. */
export class TemplateError extends Error {}

const TEMPLATE = "cloudformation-template-update-stack.json";
const TYPES = {
  queues: "AWS::SQS::Queue",
  tables: "AWS::DynamoDB::Table",
  functions: "AWS::Lambda::Function",
  eventSources: "AWS::Lambda::EventSourceMapping",
};

type Resource = { readonly Type: string; readonly Properties?: object };

/** Reads what `serverless package` wrote to a folder. @throws TemplateError that names resource and property */
export const readTemplate = (packageDir: string): StackModel => {
  const template = JSON.parse(readFileSync(join(packageDir, TEMPLATE), "utf8"));
  const resources = Object.entries(template.Resources as Record<string, Resource>);
  const all = <T>(type: string, schema: z.ZodType<T>) =>
    resources
      .filter(([, { Type }]) => Type === type)
      .map(([logicalId, resource]) => ({ logicalId, ...read(logicalId, schema, resource.Properties) }));
  const emulated = Object.values(TYPES);
  const notEmulated = new Set(resources.map(([, { Type }]) => Type).filter((type) => !emulated.includes(type)));
  return {
    queues: all(TYPES.queues, queueSchema),
    tables: all(TYPES.tables, tableSchema),
    functions: all(TYPES.functions, functionSchema),
    eventSources: all(TYPES.eventSources, eventSourceSchema).map(({ logicalId: _, ...source }) => source),
    notEmulated: [...notEmulated].sort(),
  };
};

const read = <T>(logicalId: string, schema: z.ZodType<T>, properties: unknown): T => {
  const result = schema.safeParse(properties);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code !== "unrecognized_keys")
    throw new TemplateError(`${logicalId}.${String(issue?.path[0])}: ${issue?.message}`);
  const property = `${logicalId}.${issue.keys[0]}`;
  throw new TemplateError(`${property}: the embedded stack does not support this property (local/aws/template.ts)`);
};
