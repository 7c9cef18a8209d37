import { awsDependencies } from "../runtime/aws-dependencies.ts";
import { readHrFunctionConfig } from "../runtime/config.ts";
import { hrFunction } from "../runtime/hr-function.ts";

/** Called by Lambda with leaves from SQS: the one function that takes accounts away. */
export const handler = hrFunction("left", readHrFunctionConfig(), awsDependencies());
