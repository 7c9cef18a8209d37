import compiledPolicy from "seatkeeper:license-policy";
import { chimeClients, dynamoDbClients, sqsClient } from "../adapters/aws-clients.ts";
import { licensePolicy } from "../domain/decide-license.ts";
import type { World } from "./hr-function.ts";
import { telemetry } from "./telemetry.ts";

/** Built once at cold start: real clients, the stage's own license policy, the clock. */
export const awsWorld = (): World => {
  const chime = chimeClients();
  return {
    chime: { clients: chime, endIn: chime.endIn },
    dynamoDb: dynamoDbClients(),
    sqs: sqsClient(),
    decideLicense: licensePolicy(compiledPolicy),
    telemetry: telemetry(),
    now: () => new Date(),
    random: Math.random,
  };
};
