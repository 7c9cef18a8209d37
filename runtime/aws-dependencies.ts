import { connectDirectory } from "seatkeeper:connect";
import directory from "seatkeeper:directory";
import bundled from "seatkeeper:license-policy";
import { sqsClient } from "../adapters/sqs/client.ts";
import { dynamoDbClients } from "../adapters/state/clients.ts";
import { nodeTimer } from "../adapters/timer.ts";
import { readPolicyOrigin } from "./config.ts";
import type { Dependencies } from "./hr-function.ts";
import { ownPolicy } from "./own-policy.ts";
import { telemetry } from "./telemetry.ts";

/** Built once at cold start: real clients, the stage's own license policy, the clock. @throws Error @see ownPolicy */
export const awsDependencies = (): Dependencies => {
  const policy = ownPolicy(bundled, readPolicyOrigin());
  const reporting = telemetry();
  reporting.started(bundled);
  return {
    openDirectory: connectDirectory(directory),
    dynamoDb: dynamoDbClients(),
    sqs: sqsClient(),
    policy,
    telemetry: reporting,
    timer: nodeTimer,
    now: () => new Date(),
    random: Math.random,
  };
};
