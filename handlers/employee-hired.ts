import { createOnceGuard } from "../adapters/create-once.ts";
import { HIRED } from "../domain/hr-event.ts";
import { readEmployeeHiredConfig } from "./config.ts";
import { handleRecord } from "./handle-record.ts";
import { sqsHandler } from "./sqs-handler.ts";
import { wire } from "./wiring.ts";

// Built once at cold start.
const config = readEmployeeHiredConfig();
const { ports, onFailure, telemetry, join, dynamoDb } = wire(config);
const { createOnce, registerContext } = createOnceGuard(dynamoDb.plain, config.IDEMPOTENCY_TABLE);

/** Called by Lambda with hires from SQS: the one function that creates users. */
export const handler = sqsHandler({
  handleRecord: handleRecord({ accepts: HIRED, ports: { ...ports, createOnce }, onFailure, telemetry }),
  telemetry,
  join,
  onInvoke: registerContext,
});
