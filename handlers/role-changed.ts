import { ROLE_CHANGED } from "../domain/facts/hr-event.ts";
import { readRoleChangedConfig } from "../runtime/config.ts";
import { awsWorld } from "../runtime/dependencies.ts";
import { hrFunction } from "../runtime/hr-function.ts";

/** Called by Lambda with role changes from SQS. It creates nobody: an unknown employee's hire may be on its way. */
export const handler = hrFunction(ROLE_CHANGED, readRoleChangedConfig(), awsWorld());
