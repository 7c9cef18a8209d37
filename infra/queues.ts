import { arnOf, type Resources } from "./cloudformation.ts";
import { idsOf } from "./names.ts";
import type { EventRow, Stage } from "./stage.ts";

/** In seconds: 14 days, the longest that SQS keeps a message. Source: SQS API reference, SetQueueAttributes. */
export const RETENTION = 1_209_600;

/** A row's queue and dead-letter queue. Standard queues, not FIFO: docs/adr/0002-standard-queues.md. */
export const queues = ({ prefix, settings }: Stage, row: EventRow): Resources => {
  const ids = idsOf(row);
  const name = `${prefix}-${row.queue}`;
  return {
    [ids.queue]: {
      Type: "AWS::SQS::Queue",
      Properties: {
        QueueName: name,
        SqsManagedSseEnabled: true,
        VisibilityTimeout: settings.visibilityTimeout,
        MessageRetentionPeriod: RETENTION,
        RedrivePolicy: {
          deadLetterTargetArn: arnOf(ids.deadLetterQueue),
          maxReceiveCount: settings.maxReceiveCount,
        },
      },
    },
    [ids.deadLetterQueue]: {
      Type: "AWS::SQS::Queue",
      DeletionPolicy: settings.deletionPolicy,
      UpdateReplacePolicy: settings.deletionPolicy,
      Properties: {
        QueueName: `${name}-dlq`,
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: RETENTION,
        RedriveAllowPolicy: { redrivePermission: "byQueue", sourceQueueArns: [arnOfQueueNamed(name)] },
      },
    },
  };
};

/** As text: with Fn::GetAtt the two queues would wait for each other. */
const arnOfQueueNamed = (name: string) => ({
  "Fn::Sub": `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${name}`,
});
