import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The part of a packaged service's CloudFormation template that the embedded stack emulates. */
export type StackModel = {
  readonly queues: readonly QueueModel[];
  readonly tables: readonly TableModel[];
  readonly functions: readonly FunctionModel[];
  readonly eventSources: readonly EventSourceModel[];
  /** Resource types in the template that are left out, such as roles and log groups. */
  readonly notEmulated: readonly string[];
};

/** `attributes` are SQS's own names and text values, without the redrive policy. */
export type QueueModel = {
  readonly logicalId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly redrive?: { readonly deadLetterQueue: string; readonly maxReceiveCount: number };
};
export type TableModel = { readonly logicalId: string; readonly name: string; readonly hashKey: string };
/** Times in seconds, memory in MB. `environment` may hold intrinsic functions: see resolve. */
export type FunctionModel = {
  readonly logicalId: string;
  readonly name: string;
  readonly artifact: string;
  readonly handler: string;
  readonly timeout: number;
  readonly memory: number;
  readonly environment: Readonly<Record<string, unknown>>;
};
/** `queue` and `function` are logical IDs; the window is in seconds. */
export type EventSourceModel = {
  readonly queue: string;
  readonly function: string;
  readonly batchSize: number;
  readonly window: number;
  readonly maximumConcurrency: number;
  readonly partialResponses: boolean;
};

type Properties = Readonly<Record<string, unknown>>;
type Resource = { readonly Type: string; readonly Properties?: Properties };

/** The embedded stack cannot run this template. */
export class TemplateError extends Error {}

const TEMPLATE = "cloudformation-template-update-stack.json";

/** Reads what `serverless package` wrote to a folder. @throws TemplateError that names resource and property */
export const readTemplate = (packageDir: string): StackModel => {
  const { Resources } = JSON.parse(readFileSync(join(packageDir, TEMPLATE), "utf8")) as {
    Resources: Record<string, Resource>;
  };
  const ofType = <T>(type: string, read: (logicalId: string, properties: Properties) => T): T[] =>
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([logicalId, { Properties = {} }]) => read(logicalId, Properties));
  const types = new Set(Object.values(Resources).map(({ Type }) => Type));
  return {
    queues: ofType("AWS::SQS::Queue", readQueue),
    tables: ofType("AWS::DynamoDB::Table", readTable),
    functions: ofType("AWS::Lambda::Function", readFunction),
    eventSources: ofType("AWS::Lambda::EventSourceMapping", readEventSource),
    notEmulated: [...types].filter((type) => !EMULATED.includes(type)).sort(),
  };
};

const EMULATED = [
  "AWS::SQS::Queue",
  "AWS::DynamoDB::Table",
  "AWS::Lambda::Function",
  "AWS::Lambda::EventSourceMapping",
];

const QUEUE_ATTRIBUTES = [
  "DelaySeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "VisibilityTimeout",
];

const readQueue = (logicalId: string, properties: Properties): QueueModel => {
  refuseUnknown(
    logicalId,
    properties,
    ["QueueName", "RedrivePolicy", ...QUEUE_ATTRIBUTES],
    ["KmsMasterKeyId", "RedriveAllowPolicy", "SqsManagedSseEnabled", "Tags"],
  );
  const set = QUEUE_ATTRIBUTES.filter((name) => properties[name] !== undefined);
  const attributes = Object.fromEntries(set.map((name) => [name, String(properties[name])]));
  const policy = properties["RedrivePolicy"] as { deadLetterTargetArn: unknown; maxReceiveCount: unknown } | undefined;
  const name = textOf(logicalId, properties, "QueueName");
  if (policy === undefined) return { logicalId, name, attributes };
  const deadLetterQueue = referenceOf(logicalId, "RedrivePolicy", policy.deadLetterTargetArn);
  return { logicalId, name, attributes, redrive: { deadLetterQueue, maxReceiveCount: Number(policy.maxReceiveCount) } };
};

const readTable = (logicalId: string, properties: Properties): TableModel => {
  refuseUnknown(
    logicalId,
    properties,
    ["TableName", "KeySchema", "AttributeDefinitions"],
    [
      "BillingMode",
      "DeletionProtectionEnabled",
      "PointInTimeRecoverySpecification",
      "SSESpecification",
      "Tags",
      "TimeToLiveSpecification",
    ],
  );
  const [key, ...more] = properties["KeySchema"] as { AttributeName: string }[];
  if (key === undefined || more.length > 0)
    throw new TemplateError(`${logicalId}.KeySchema: expected a hash key alone`);
  return { logicalId, name: textOf(logicalId, properties, "TableName"), hashKey: key.AttributeName };
};

const readFunction = (logicalId: string, properties: Properties): FunctionModel => {
  refuseUnknown(
    logicalId,
    properties,
    ["FunctionName", "Handler", "Timeout", "MemorySize", "Environment", "Code"],
    ["Architectures", "Role", "Runtime", "Tags", "TracingConfig"],
  );
  const { S3Key } = properties["Code"] as { S3Key: string };
  return {
    logicalId,
    name: textOf(logicalId, properties, "FunctionName"),
    artifact: S3Key.slice(S3Key.lastIndexOf("/") + 1),
    handler: textOf(logicalId, properties, "Handler"),
    timeout: Number(properties["Timeout"]),
    memory: Number(properties["MemorySize"]),
    environment: (properties["Environment"] as { Variables: Properties } | undefined)?.Variables ?? {},
  };
};

const readEventSource = (logicalId: string, properties: Properties): EventSourceModel => {
  refuseUnknown(
    logicalId,
    properties,
    [
      "BatchSize",
      "EventSourceArn",
      "FunctionName",
      "FunctionResponseTypes",
      "MaximumBatchingWindowInSeconds",
      "ScalingConfig",
    ],
    ["Enabled", "Tags"],
  );
  const scaling = properties["ScalingConfig"] as { MaximumConcurrency?: number } | undefined;
  const responseTypes = (properties["FunctionResponseTypes"] ?? []) as string[];
  return {
    queue: referenceOf(logicalId, "EventSourceArn", properties["EventSourceArn"]),
    function: referenceOf(logicalId, "FunctionName", properties["FunctionName"]),
    batchSize: Number(properties["BatchSize"] ?? 10),
    window: Number(properties["MaximumBatchingWindowInSeconds"] ?? 0),
    maximumConcurrency: scaling?.MaximumConcurrency ?? 5,
    partialResponses: responseTypes.includes("ReportBatchItemFailures"),
  };
};

/** Refuses a property that is neither emulated nor known to change nothing here: it must not be ignored in silence. */
const refuseUnknown = (
  logicalId: string,
  properties: Properties,
  emulated: readonly string[],
  harmless: readonly string[],
): void => {
  const unknown = Object.keys(properties).find((name) => !emulated.includes(name) && !harmless.includes(name));
  if (unknown === undefined) return;
  throw new TemplateError(
    `${logicalId}.${unknown}: the embedded stack does not know this property (local/aws/template.ts)`,
  );
};

const textOf = (logicalId: string, properties: Properties, name: string): string => {
  const value = properties[name];
  if (typeof value === "string") return value;
  throw new TemplateError(`${logicalId}.${name}: expected a text, which the embedded stack needs`);
};

const referenceOf = (logicalId: string, name: string, value: unknown): string => {
  const reference = (value as { "Fn::GetAtt"?: unknown[] } | undefined)?.["Fn::GetAtt"]?.[0];
  if (typeof reference === "string") return reference;
  throw new TemplateError(`${logicalId}.${name}: expected Fn::GetAtt of a resource in this template`);
};

/** What `Ref` and `Fn::GetAtt` return, by logical ID and attribute; `Ref` is the attribute with the empty name. */
export type Attributes = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** A function's environment with `Ref` and `Fn::GetAtt` filled in. @throws TemplateError for any other function */
export const resolveEnvironment = (
  { logicalId, environment }: FunctionModel,
  attributes: Attributes,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      resolve(`${logicalId}.Environment.${name}`, value, attributes),
    ]),
  );

const resolve = (path: string, value: unknown, attributes: Attributes): string => {
  if (typeof value !== "object" || value === null) return String(value);
  const { Ref, "Fn::GetAtt": get } = value as { Ref?: string; "Fn::GetAtt"?: [string, string] };
  const resolved = Ref !== undefined ? attributes.get(Ref)?.[""] : get && attributes.get(get[0])?.[get[1]];
  if (resolved !== undefined) return resolved;
  throw new TemplateError(`${path}: cannot resolve ${JSON.stringify(value)} in the embedded stack`);
};
