import type { EventSource } from "./event-source.ts";

/** Lambda's names. Source: Lambda API reference, EventSourceMappingConfiguration. */
export type MappingState = "Enabled" | "Disabling" | "Disabled";

/** A poller that can be switched off and on, as an event source mapping can. */
export type SwitchedSource = {
  /** What it does now, and since when. */
  now(): { readonly state: MappingState; readonly changedAt: Date };
  /** Returns false, and does nothing, if an earlier change is under way. */
  switchTo(enabled: boolean): boolean;
  stop(): Promise<void>;
};

/** Starts a poller. While it is off the queue keeps its messages; batches that it has received go on to the function. */
export const switchedSource = (start: () => EventSource): SwitchedSource => {
  let source = start();
  let state: MappingState = "Enabled";
  let changedAt = new Date();
  const become = (next: MappingState): void => {
    state = next;
    changedAt = new Date();
  };
  const disable = async (): Promise<void> => {
    become("Disabling");
    await source.stop();
    become("Disabled");
  };
  const switchTo = (enabled: boolean): boolean => {
    if (state === "Disabling") return false;
    if (enabled === (state === "Enabled")) return true;
    if (!enabled) void disable();
    else {
      source = start();
      become("Enabled");
    }
    return true;
  };
  return { now: () => ({ state, changedAt }), switchTo, stop: () => source.stop() };
};
