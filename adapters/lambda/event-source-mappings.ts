import {
  type EventSourceMappingConfiguration,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ResourceNotFoundException,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";

/**
 * What takes messages from a queue to a function. `state` is Lambda's: Enabled or Disabled, or on its way, such as
 * Disabling. `changedAt` is when it last changed, in ISO 8601 UTC. Source: Lambda API reference,
 * EventSourceMappingConfiguration.
 */
export type EventSourceMapping = {
  readonly id: string;
  readonly functionName: string;
  readonly queue: string;
  readonly state: string;
  readonly changedAt?: string;
};

/** There is no such function, or it takes messages from nowhere. */
export class FunctionNotFound extends Error {}

/** The mappings of a function. @throws FunctionNotFound if it has none, the Lambda client's errors */
export const eventSourceMappings = async (
  client: LambdaClient,
  functionName: string,
): Promise<readonly EventSourceMapping[]> => {
  const found: EventSourceMapping[] = [];
  let Marker: string | undefined;
  do {
    const page = await orNotFound(
      functionName,
      client.send(new ListEventSourceMappingsCommand({ FunctionName: functionName, Marker })),
    );
    found.push(...(page.EventSourceMappings ?? []).map((mapping) => toMapping(functionName, mapping)));
    Marker = page.NextMarker;
  } while (Marker !== undefined && Marker !== "");
  if (found.length === 0) throw new FunctionNotFound(`The function ${functionName} takes messages from no queue`);
  return found;
};

/**
 * Asks Lambda to take messages from the queue, or to stop; it does so a while later. Returns false if Lambda
 * is still at an earlier change: it has to be asked again. @throws the Lambda client's errors
 */
export const switchMapping = async (client: LambdaClient, id: string, enabled: boolean): Promise<boolean> => {
  try {
    await client.send(new UpdateEventSourceMappingCommand({ UUID: id, Enabled: enabled }));
    return true;
  } catch (error) {
    if (error instanceof Error && BUSY.has(error.name)) return false;
    throw error;
  }
};

/** Source: Lambda API reference, UpdateEventSourceMapping. */
const BUSY: ReadonlySet<string> = new Set(["ResourceInUseException", "ResourceConflictException"]);

const toMapping = (functionName: string, mapping: EventSourceMappingConfiguration): EventSourceMapping => {
  const { UUID: id = "", EventSourceArn = "", State: state = "unknown", LastModified } = mapping;
  const queue = EventSourceArn.slice(EventSourceArn.lastIndexOf(":") + 1);
  const changedAt = LastModified?.toISOString();
  return { id, functionName, queue, state, ...(changedAt === undefined ? {} : { changedAt }) };
};

/** @throws FunctionNotFound in place of Lambda's own error */
export const orNotFound = async <T>(functionName: string, answer: Promise<T>): Promise<T> => {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new FunctionNotFound(`There is no function ${functionName} in this account and region`, { cause: error });
  }
};
