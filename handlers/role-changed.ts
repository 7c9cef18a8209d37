import { ROLE_CHANGED } from "../domain/hr-event.ts";
import { readRoleChangedConfig } from "./config.ts";
import { handleRecord } from "./handle-record.ts";
import { sqsHandler } from "./sqs-handler.ts";
import { wire } from "./wiring.ts";

// Built once at cold start.
const { ports, onFailure, telemetry, join } = wire(readRoleChangedConfig());

/** Called by Lambda with role changes from SQS. It creates nobody: an unknown employee's hire may be on its way. */
export const handler = sqsHandler({
  handleRecord: handleRecord({ accepts: ROLE_CHANGED, ports, onFailure, telemetry }),
  telemetry,
  join,
});
