import { ChimeClient } from "@aws-sdk/client-chime";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { AdaptiveRetryStrategy } from "@smithy/core/retry";
import { rateGovernor } from "./rate-governor.ts";

/** Amazon Chime's user API has one endpoint, whatever region the rest runs in. Source: AWS General Reference, Chime endpoints. */
const CHIME_REGION = "us-east-1";

/** An answer slower than this, in ms, counts as lost: well inside the function's time-out, so that a record fails, not the batch. */
const CHIME_TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
const STATE_TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

/** The Chime clients: `create` for CreateUser, which nobody may send twice; `update` for calls that are safe to repeat. They share one rate. */
export const chimeClients = () => {
  const rateLimiter = rateGovernor();
  const clientThatTries = (maxAttempts: number) =>
    new ChimeClient({
      region: CHIME_REGION,
      retryStrategy: new AdaptiveRetryStrategy(maxAttempts, { rateLimiter }),
      requestHandler: CHIME_TIMEOUTS,
    });
  return { create: clientThatTries(1), update: clientThatTries(3) };
};

/** DynamoDB, plain and with native JavaScript values. */
export const dynamoDbClients = () => {
  const plain = new DynamoDBClient({ requestHandler: STATE_TIMEOUTS });
  // It copies each request and answer for a logger that is not there: 4% of a role change's CPU time (docs/performance.md).
  plain.middlewareStack.remove("loggerMiddleware");
  const marshallOptions = { removeUndefinedValues: true };
  return { plain, document: DynamoDBDocumentClient.from(plain, { marshallOptions }) };
};

export const sqsClient = () => new SQSClient({ requestHandler: STATE_TIMEOUTS });
