import policy from "seatkeeper:license-policy";
import { chimeClients } from "../adapters/directories/chime/clients.ts";
import { sqsClient } from "../adapters/sqs/client.ts";
import { dynamoDbClients } from "../adapters/state/clients.ts";
import { nodeTimer } from "../adapters/timer.ts";
import type { Dependencies } from "./hr-function.ts";
import { telemetry } from "./telemetry.ts";

/** Built once at cold start: real clients, the stage's own license policy, the clock. */
export const awsDependencies = (): Dependencies => ({
  chime: chimeClients(),
  dynamoDb: dynamoDbClients(),
  sqs: sqsClient(),
  policy,
  telemetry: telemetry(),
  timer: nodeTimer,
  now: () => new Date(),
  random: Math.random,
});
