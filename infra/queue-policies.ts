import { arnOf, type Resources, refTo } from "./cloudformation.ts";
import { idsOf } from "./names.ts";
import type { EventRow } from "./stage.ts";

/** TLS or nothing, on both queues of a row; and its own rule may send there, no other. */
export const queuePolicies = (row: EventRow): Resources => {
  const { queue, deadLetterQueue, rule } = idsOf(row);
  return {
    [`${queue}Policy`]: policyOf(queue, rule),
    [`${deadLetterQueue}Policy`]: policyOf(deadLetterQueue, rule),
  };
};

const policyOf = (queue: string, rule: string) => ({
  Type: "AWS::SQS::QueuePolicy",
  Properties: {
    Queues: [refTo(queue)],
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: arnOf(queue),
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "RuleMaySend",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: arnOf(queue),
          Condition: { ArnEquals: { "aws:SourceArn": arnOf(rule) } },
        },
      ],
    },
  },
});
