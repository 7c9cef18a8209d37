import { ChimeClient } from "@aws-sdk/client-chime";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** Amazon Chime's user API has one endpoint, whatever region the rest runs in. Source: AWS General Reference, Chime endpoints. */
const CHIME_REGION = "us-east-1";

/** An answer slower than this, in ms, counts as lost: well inside the function's time-out, so that a record fails, not the batch. */
const CHIME_TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
const STATE_TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

/** The Chime clients: `create` for CreateUser, which nobody may send twice; `update` for calls that are safe to repeat. */
export const chimeClients = () => ({
  create: new ChimeClient({ region: CHIME_REGION, maxAttempts: 1, requestHandler: CHIME_TIMEOUTS }),
  update: new ChimeClient({
    region: CHIME_REGION,
    retryMode: "adaptive",
    maxAttempts: 3,
    requestHandler: CHIME_TIMEOUTS,
  }),
});

/** DynamoDB, plain and with native JavaScript values. */
export const dynamoDbClients = () => {
  const plain = new DynamoDBClient({ requestHandler: STATE_TIMEOUTS });
  const marshallOptions = { removeUndefinedValues: true };
  return { plain, document: DynamoDBDocumentClient.from(plain, { marshallOptions }) };
};

export const sqsClient = () => new SQSClient({ requestHandler: STATE_TIMEOUTS });
