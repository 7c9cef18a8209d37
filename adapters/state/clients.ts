import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { limitBody, NEXT_TO_WIRE } from "../limit-body.ts";
import { STATE_TIMEOUTS } from "../timeouts.ts";

/** DynamoDB, plain and with native JavaScript values. */
export const dynamoDbClients = () => {
  const plain = new DynamoDBClient({ requestHandler: STATE_TIMEOUTS });
  // It copies each request and response for a logger, even for none: a twentieth of a role change's time on the CPU.
  plain.middlewareStack.remove("loggerMiddleware");
  plain.middlewareStack.add(limitBody(STATE_TIMEOUTS.requestTimeout), NEXT_TO_WIRE);
  const marshallOptions = { removeUndefinedValues: true };
  return { plain, document: DynamoDBDocumentClient.from(plain, { marshallOptions }) };
};
