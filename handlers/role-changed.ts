import { awsDependencies } from "../runtime/aws-dependencies.ts";
import { readHrFunctionConfig } from "../runtime/config.ts";
import { hrFunction } from "../runtime/hr-function.ts";

/** Called by Lambda with role changes from SQS. It creates nobody: an unknown employee's hire may be on its way. */
export const handler = hrFunction("role-changed", readHrFunctionConfig(), awsDependencies());
