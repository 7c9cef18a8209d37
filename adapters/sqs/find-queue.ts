import { GetQueueAttributesCommand, GetQueueUrlCommand, QueueDoesNotExist, type SQSClient } from "@aws-sdk/client-sqs";

export type DeadLetterQueueUrls = { readonly name: string; readonly sourceUrl: string; readonly deadLetterUrl: string };

/** No such queue, or one without a dead-letter queue. */
export class QueueNotFound extends Error {}

/** The URL of a queue. @throws QueueNotFound, the SQS client's errors */
export const findQueue = async (client: SQSClient, QueueName: string): Promise<string> => {
  try {
    const { QueueUrl = "" } = await client.send(new GetQueueUrlCommand({ QueueName }));
    return QueueUrl;
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
    throw new QueueNotFound(`There is no queue ${QueueName} in this account and region`, { cause: error });
  }
};

/** A source queue and the dead-letter queue in its redrive policy. @throws QueueNotFound, the SQS client's errors */
export const findDeadLetterQueue = async (client: SQSClient, queueName: string): Promise<DeadLetterQueueUrls> => {
  const sourceUrl = await findQueue(client, queueName);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: sourceUrl, AttributeNames: ["RedrivePolicy"] }),
  );
  const { deadLetterTargetArn } = JSON.parse(Attributes?.RedrivePolicy ?? "{}") as { deadLetterTargetArn?: string };
  const deadLetterName = deadLetterTargetArn?.split(":").at(-1);
  if (deadLetterName === undefined)
    throw new QueueNotFound(`The queue ${queueName} has no redrive policy, so no dead letters`);
  return { name: queueName, sourceUrl, deadLetterUrl: await findQueue(client, deadLetterName) };
};
