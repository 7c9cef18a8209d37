import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { QueueDepth } from "../../dead-letters/dead-letter-queue.ts";

/** About how full a queue is. @throws the SQS client's errors */
export const queueDepth = async (client: SQSClient, QueueUrl: string): Promise<QueueDepth> => {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesDelayed",
        "ApproximateNumberOfMessagesNotVisible",
      ],
    }),
  );
  const { ApproximateNumberOfMessages = 0, ApproximateNumberOfMessagesDelayed = 0 } = Attributes;
  return {
    waiting: Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesDelayed),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
};

/** About how many messages a queue holds: waiting, delayed and in flight. @throws the SQS client's errors */
export const messageCount = async (client: SQSClient, queueUrl: string): Promise<number> => {
  const { waiting, inFlight } = await queueDepth(client, queueUrl);
  return waiting + inFlight;
};
