import { GetFunctionConfigurationCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { orNotFound } from "./event-source-mappings.ts";

/**
 * The environment variables of a function as it is deployed, such as LICENSE_POLICY_DIGEST.
 * @throws FunctionNotFound, the Lambda client's errors
 */
export const functionEnvironment = async (
  client: LambdaClient,
  FunctionName: string,
): Promise<Readonly<Record<string, string>>> => {
  const configuration = await orNotFound(
    FunctionName,
    client.send(new GetFunctionConfigurationCommand({ FunctionName })),
  );
  return configuration.Environment?.Variables ?? {};
};
