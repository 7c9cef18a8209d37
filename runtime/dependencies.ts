import compiledPolicy from "seatkeeper:license-policy";
import { chimeClients } from "../adapters/directories/chime/clients.ts";
import { sqsClient } from "../adapters/sqs/client.ts";
import { dynamoDbClients } from "../adapters/state/clients.ts";
import { licensePolicy } from "../domain/policy/decide-license.ts";
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
