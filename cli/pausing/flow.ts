import type { LambdaClient } from "@aws-sdk/client-lambda";
import {
  type EventSourceMapping,
  eventSourceMappings,
  FunctionNotFound,
} from "../../adapters/lambda/event-source-mappings.ts";
import { age } from "../print.ts";
import { queueFunctions } from "../stage-functions.ts";

/** Whether the functions of a stage take messages: all of them, none, some, or on the way to all or none. */
export type FlowState = "running" | "paused" | "half paused" | "pausing" | "resuming";

/** `since`, in ISO 8601 UTC, is when the last mapping was disabled; it is there if the stage is paused. */
export type Flow = {
  readonly state: FlowState;
  readonly since?: string;
  readonly mappings: readonly EventSourceMapping[];
};

/**
 * What takes messages in a stage. A function that an older release does not have is left out.
 * @throws FunctionNotFound if none of them is there, the Lambda client's errors
 */
export const stageFlow = async (client: LambdaClient, stage: string): Promise<Flow> => {
  const found = await Promise.allSettled(queueFunctions(stage).map((name) => eventSourceMappings(client, name)));
  const failed = found.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  const serious = failed.find((error) => !(error instanceof FunctionNotFound));
  if (serious !== undefined || failed.length === found.length) throw serious ?? failed[0];
  return flowOf(found.flatMap((each) => (each.status === "fulfilled" ? each.value : [])));
};

/** Exported for its test. */
export const flowOf = (mappings: readonly EventSourceMapping[]): Flow => {
  const state = stateOf(mappings);
  const since = mappings
    .flatMap(({ changedAt }) => changedAt ?? [])
    .sort()
    .at(-1);
  return { state, ...(state === "paused" && since !== undefined ? { since } : {}), mappings };
};

/** Lambda also knows Creating and Updating, as of a deployment: then messages are taken, or soon will be. */
const stateOf = (mappings: readonly EventSourceMapping[]): FlowState => {
  const off = mappings.filter(isOff);
  if (off.length === 0) return mappings.some(({ state }) => state === "Enabling") ? "resuming" : "running";
  if (off.length < mappings.length) return "half paused";
  return off.some(({ state }) => state === "Disabling") ? "pausing" : "paused";
};

const isOff = ({ state }: EventSourceMapping): boolean => state === "Disabled" || state === "Disabling";

/** What a person must know at once; undefined if the stage runs. */
export const flowLine = ({ state, since, mappings }: Flow, stage: string, now: Date): string | undefined => {
  const resume = `\`seatkeeper resume --stage ${stage}\``;
  if (state === "running") return undefined;
  if (state === "resuming") return `RESUMING: ${statesOf(mappings)}`;
  if (state === "pausing") return `PAUSING: ${statesOf(mappings)}`;
  if (state === "half paused") return `HALF PAUSED: ${statesOf(mappings)}; ${resume} starts them all`;
  const time = since === undefined ? "" : ` since ${since} (${age(since, now)})`;
  return `PAUSED${time}: the queues keep what arrives; ${resume} starts it again`;
};

/** "seatkeeper-dev-employeeHired is Disabling, …" */
export const statesOf = (mappings: readonly EventSourceMapping[]): string =>
  mappings.map(({ functionName, state }) => `${functionName} is ${state}`).join(", ");
