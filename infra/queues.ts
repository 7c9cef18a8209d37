import { arnOf, type Resources } from "./cloudformation.ts";
import { idsOf } from "./names.ts";
import type { EventRow, Stage } from "./stage.ts";

/** In seconds. */
const DAY = 86_400;

/** An event type's queue and dead-letter queue. Standard queues, not FIFO: docs/adr/0002-standard-queues.md. */
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
        MessageRetentionPeriod: 4 * DAY,
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
        MessageRetentionPeriod: 14 * DAY,
        RedriveAllowPolicy: { redrivePermission: "byQueue", sourceQueueArns: [arnOfQueueNamed(name)] },
      },
    },
  };
};

/** As text: with Fn::GetAtt the two queues would wait for each other. */
const arnOfQueueNamed = (name: string) => ({
  "Fn::Sub": `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${name}`,
});
