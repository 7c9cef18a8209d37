import { ROLE_CHANGED } from "../domain/hr-event.ts";
import { awsWorld } from "./aws-world.ts";
import { readRoleChangedConfig } from "./config.ts";
import { hrFunction } from "./hr-function.ts";

/** Called by Lambda with role changes from SQS. It creates nobody: an unknown employee's hire may be on its way. */
export const handler = hrFunction(ROLE_CHANGED, readRoleChangedConfig(), awsWorld());
