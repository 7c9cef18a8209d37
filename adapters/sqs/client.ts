import { SQSClient } from "@aws-sdk/client-sqs";
import { limitBody, NEXT_TO_WIRE } from "../limit-body.ts";
import { STATE_TIMEOUTS } from "../timeouts.ts";

export const sqsClient = () => {
  const client = new SQSClient({ requestHandler: STATE_TIMEOUTS });
  client.middlewareStack.add(limitBody(STATE_TIMEOUTS.requestTimeout), NEXT_TO_WIRE);
  return client;
};
