import type { LambdaClient } from "@aws-sdk/client-lambda";
import { type EventSourceMapping, switchMapping } from "../../adapters/lambda/event-source-mappings.ts";
import { type Flow, stageFlow } from "./flow.ts";

/** How long AWS may take to get there, and how long it is left alone between two looks, in ms. */
const PATIENCE = 5 * 60_000;
const PAUSE = 1_000;

export type SwitchDependencies = {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly shouldStop: () => boolean;
  readonly onProgress: (flow: Flow) => void;
};

/** A mapping that AWS did not switch, and why. */
export type NotSwitched = { readonly id: string; readonly functionName: string; readonly reason: string };

/**
 * Where the stage ended. It is `done` if all mappings are as wanted. `unseen` is Lambda's error if it did not say what
 * came of the switching: then `flow` is what it said before.
 */
export type Switched = {
  readonly done: boolean;
  readonly flow: Flow;
  readonly failures: readonly NotSwitched[];
  readonly unseen?: unknown;
};

/**
 * Switches all event source mappings of a stage on or off, and waits until each is. A mapping that is already as wanted
 * is not touched, so that running it again is harmless. One that cannot be switched does not keep the others.
 * @throws FunctionNotFound, the Lambda client's errors if the mappings cannot be listed: then none was switched
 */
export const switchFlow = async (
  client: LambdaClient,
  { stage, enabled }: { readonly stage: string; readonly enabled: boolean },
  { now, sleep, shouldStop, onProgress }: SwitchDependencies,
): Promise<Switched> => {
  const asked = new Set<string>();
  const failures = new Map<string, NotSwitched>();
  const until = now() + PATIENCE;
  let flow = await stageFlow(client, stage);
  for (;;) {
    onProgress(flow);
    const left = flow.mappings.filter(({ state }) => state !== (enabled ? "Enabled" : "Disabled"));
    const waiting = left.filter(({ id }) => !failures.has(id));
    if (waiting.length === 0 || shouldStop() || now() >= until)
      return { done: left.length === 0, flow, failures: [...failures.values()] };
    for (const mapping of waiting.filter(({ id }) => !asked.has(id)))
      await ask(client, mapping, enabled).then(
        (taken) => taken && asked.add(mapping.id),
        (error: unknown) => failures.set(mapping.id, notSwitched(mapping, error)),
      );
    await sleep(PAUSE);
    try {
      flow = await stageFlow(client, stage);
    } catch (unseen) {
      return { done: false, flow, failures: [...failures.values()], unseen };
    }
  }
};

const ask = (client: LambdaClient, { id }: EventSourceMapping, enabled: boolean): Promise<boolean> =>
  switchMapping(client, id, enabled);

const notSwitched = ({ id, functionName }: EventSourceMapping, error: unknown): NotSwitched => ({
  id,
  functionName,
  reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
});
