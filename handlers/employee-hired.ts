import { creationLock } from "../adapters/state/creation-lock.ts";
import { awsDependencies } from "../runtime/aws-dependencies.ts";
import { readEmployeeHiredConfig } from "../runtime/config.ts";
import { hrFunction } from "../runtime/hr-function.ts";

// Built once at cold start.
const config = readEmployeeHiredConfig();
const dependencies = awsDependencies();
const lock = creationLock(dependencies.dynamoDb.plain, config.IDEMPOTENCY_TABLE);

/** Called by Lambda with hires from SQS: the one function that creates accounts. */
export const handler = hrFunction("hired", config, dependencies, lock);
