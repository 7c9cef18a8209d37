import { LambdaClient } from "@aws-sdk/client-lambda";
import { FunctionNotFound } from "../adapters/lambda/event-source-mappings.ts";
import { LOCAL } from "../config/local-stage.ts";
import { FACT_KINDS } from "../domain/facts/hr-event.ts";
import { QUEUES } from "../events/catalogue.ts";
import { cliEnvironment } from "./environment.ts";
import { CommandFailed } from "./errors.ts";
import { clientOptions, explain } from "./stage.ts";

/** The name of a function of a stage, as infra/functions.ts and serverless.yml give it. */
export const lambdaName = (stage: string, functionName: string): string => `seatkeeper-${stage}-${functionName}`;

/** The functions of a stage that take HR's messages, by their names in AWS. */
export const queueFunctions = (stage: string): readonly string[] =>
  FACT_KINDS.map((kind) => lambdaName(stage, QUEUES[kind].functionName));

/**
 * Whether it is known where the stage's Lambda is: not if the queues of the stage local are told by AWS_ENDPOINT_URL_SQS,
 * because then they are those of another stack than `npm run dev` has published.
 */
export const hasLambda = (stage: string): boolean => {
  const { sqs, lambda } = cliEnvironment().endpoints;
  return stage !== LOCAL || lambda !== undefined || sqs === undefined;
};

/**
 * Calls `act` with a Lambda client of the stage.
 * @throws CommandFailed if AWS cannot be reached or the functions are not there, and what `act` throws
 */
export const withLambda = async <T>(stage: string, act: (client: LambdaClient) => Promise<T>): Promise<T> => {
  if (!hasLambda(stage)) throw new CommandFailed("AWS_ENDPOINT_URL_SQS is set: set AWS_ENDPOINT_URL_LAMBDA, too");
  const client = new LambdaClient(await clientOptions(stage, "lambda"));
  try {
    return await act(client);
  } catch (error) {
    if (error instanceof FunctionNotFound)
      throw new CommandFailed(`${error.message}: is the stage "${stage}" deployed here?`, { cause: error });
    throw explain(error, stage, "lambda");
  } finally {
    client.destroy();
  }
};
