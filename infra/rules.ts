import { arnOf, attributeOf, type Resources } from "./cloudformation.ts";
import { idsOf } from "./names.ts";
import type { EventRow, Stage } from "./stage.ts";

const VERSION = /\.v\d+$/;

/**
 * The rule that puts an event type on its queue: by its detail-type, or by the type of the CloudEvent in it.
 * By prefix, so that a version that this release does not know becomes a dead letter and is not lost.
 */
export const rules = ({ prefix }: Stage, row: EventRow): Resources => {
  const { queue, deadLetterQueue, rule } = idsOf(row);
  const type = row.type.replace(VERSION, "");
  return {
    [rule]: {
      Type: "AWS::Events::Rule",
      Properties: {
        Name: `${prefix}-${row.queue}`,
        Description: `Events of the type ${type} go to the queue of ${row.functionName}`,
        EventBusName: attributeOf("HrBus", "Name"),
        EventPattern: {
          $or: [{ "detail-type": [{ prefix: row.detailType }] }, { detail: { type: [{ prefix: type }] } }],
        },
        Targets: [
          {
            Id: row.queue,
            Arn: arnOf(queue),
            RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
            // What EventBridge cannot deliver lies with the other dead letters, and is replayed like them.
            DeadLetterConfig: { Arn: arnOf(deadLetterQueue) },
          },
        ],
      },
    },
  };
};
