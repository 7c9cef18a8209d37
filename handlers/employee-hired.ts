import { createOnceGuard } from "../adapters/create-once.ts";
import { HIRED } from "../domain/hr-event.ts";
import { awsWorld } from "./aws-world.ts";
import { readEmployeeHiredConfig } from "./config.ts";
import { hrFunction } from "./hr-function.ts";

// Built once at cold start.
const config = readEmployeeHiredConfig();
const world = awsWorld();
const createOnce = createOnceGuard(world.dynamoDb.plain, config.IDEMPOTENCY_TABLE);

/** Called by Lambda with hires from SQS: the one function that creates users. */
export const handler = hrFunction(HIRED, config, world, createOnce);
