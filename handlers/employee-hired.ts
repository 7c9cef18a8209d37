import { createOnceGuard } from "../adapters/state/create-once.ts";
import { HIRED } from "../domain/facts/hr-event.ts";
import { readEmployeeHiredConfig } from "../runtime/config.ts";
import { awsWorld } from "../runtime/dependencies.ts";
import { hrFunction } from "../runtime/hr-function.ts";

// Built once at cold start.
const config = readEmployeeHiredConfig();
const world = awsWorld();
const createOnce = createOnceGuard(world.dynamoDb.plain, config.IDEMPOTENCY_TABLE);

/** Called by Lambda with hires from SQS: the one function that creates users. */
export const handler = hrFunction(HIRED, config, world, createOnce);
