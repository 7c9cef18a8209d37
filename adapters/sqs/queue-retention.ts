import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** How long a queue keeps a message that nobody takes, in seconds. @throws the SQS client's errors */
export const queueRetention = async (client: SQSClient, QueueUrl: string): Promise<number> => {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["MessageRetentionPeriod"] }),
  );
  return Number(Attributes.MessageRetentionPeriod ?? 0);
};
