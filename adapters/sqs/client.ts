import { SQSClient } from "@aws-sdk/client-sqs";
import { STATE_TIMEOUTS } from "../timeouts.ts";

export const sqsClient = () => new SQSClient({ requestHandler: STATE_TIMEOUTS });
