import type { Resources } from "./cloudformation.ts";

/** The resource types of a stack that have `Tags`. Source: CloudFormation's resource schemas, `tagging.taggable`. */
const TAGGABLE: ReadonlySet<string> = new Set([
  "AWS::CloudWatch::Alarm",
  "AWS::DynamoDB::Table",
  "AWS::Events::EventBus",
  "AWS::Events::Rule",
  "AWS::IAM::Role",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::Function",
  "AWS::Logs::LogGroup",
  "AWS::S3::Bucket",
  "AWS::SNS::Topic",
  "AWS::SQS::Queue",
]);

/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/** What a stage's resources are found and billed by. `own` are the tags of the stage's settings. */
export const tagsOf = (stage: string, own: Tags): Tags => ({ ...own, service: "seatkeeper", stage });

/** The resources with `tags`, each that can have them, whoever made it: this folder or the framework. */
export const withTags = (resources: Resources, tags: Tags): Resources => {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return Object.fromEntries(
    Object.entries(resources).map(([logicalId, resource]) => [
      logicalId,
      TAGGABLE.has(resource.Type) ? { ...resource, Properties: { ...resource.Properties, Tags } } : resource,
    ]),
  );
};
