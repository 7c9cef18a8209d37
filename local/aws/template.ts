import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";
import { eventSourceSchema, functionSchema, queueSchema, scheduleSchema, tableSchema } from "./resource-schemas.ts";

type Identified<T> = { readonly logicalId: string } & Readonly<T>;
export type QueueModel = Identified<z.infer<typeof queueSchema>>;
type Table = Identified<z.infer<typeof tableSchema>>;
/** A table may have no indexes. */
export type TableModel = Omit<Table, "indexes"> & Partial<Pick<Table, "indexes">>;
export type FunctionModel = Identified<z.infer<typeof functionSchema>>;
export type EventSourceModel = Readonly<z.infer<typeof eventSourceSchema>>;
export type ScheduleModel = Readonly<z.infer<typeof scheduleSchema>>;

/** The part of a packaged service's CloudFormation template that the embedded stack emulates. */
export type StackModel = {
  readonly queues: readonly QueueModel[];
  readonly tables: readonly TableModel[];
  readonly functions: readonly FunctionModel[];
  readonly eventSources: readonly EventSourceModel[];
  readonly schedules: readonly ScheduleModel[];
  /** Resource types in the template that are left out, such as roles and log groups. */
  readonly notEmulated: readonly string[];
};

/** The embedded stack cannot run this template. */
export class TemplateError extends Error {}

const TEMPLATE = "cloudformation-template-update-stack.json";

type Resource = { readonly Type: string; readonly Properties?: object };
type Identity = { readonly logicalId: string };
type IsOne = (resource: Resource) => boolean;

const ofType =
  (type: string): IsOne =>
  ({ Type }) =>
    Type === type;
/** A rule with a pattern belongs to a bus, which is not emulated. */
const isSchedule: IsOne = ({ Type, Properties = {} }) =>
  Type === "AWS::Events::Rule" && "ScheduleExpression" in Properties;

const EMULATED = {
  queues: ofType("AWS::SQS::Queue"),
  tables: ofType("AWS::DynamoDB::Table"),
  functions: ofType("AWS::Lambda::Function"),
  eventSources: ofType("AWS::Lambda::EventSourceMapping"),
  schedules: isSchedule,
};

/** Reads what `serverless package` wrote to a folder. @throws TemplateError that names resource and property */
export const readTemplate = (packageDir: string): StackModel => {
  const template = JSON.parse(readFileSync(join(packageDir, TEMPLATE), "utf8"));
  const resources = Object.entries(template.Resources as Record<string, Resource>);
  const all = <T>(isOne: IsOne, schema: z.ZodType<T>) =>
    resources
      .filter(([, resource]) => isOne(resource))
      .map(([logicalId, resource]) => ({ logicalId, ...read(logicalId, schema, resource.Properties) }));
  const leftOut = resources.filter(([, resource]) => !Object.values(EMULATED).some((isOne) => isOne(resource)));
  return {
    queues: all(EMULATED.queues, queueSchema),
    tables: all(EMULATED.tables, tableSchema),
    functions: all(EMULATED.functions, functionSchema),
    eventSources: all(EMULATED.eventSources, eventSourceSchema).map(withoutId),
    schedules: all(EMULATED.schedules, scheduleSchema).map(withoutId),
    notEmulated: [...new Set(leftOut.map(([, { Type }]) => Type))].sort(),
  };
};

const withoutId = <T extends Identity>({ logicalId: _, ...model }: T): Omit<T, "logicalId"> => model;

const read = <T>(logicalId: string, schema: z.ZodType<T>, properties: unknown): T => {
  const result = schema.safeParse(properties);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code !== "unrecognized_keys")
    throw new TemplateError(`${logicalId}.${String(issue?.path[0])}: ${issue?.message}`);
  const property = [logicalId, ...issue.path, issue.keys[0]].join(".");
  throw new TemplateError(`${property}: the embedded stack does not support this property (local/aws)`);
};
