import { type Caller, callsThrough, type Scheduler } from "./calls.ts";
import { type SimulatedClients, simulatedClients } from "./clients.ts";
import type { Fault } from "./faults.ts";
import type { SimulatedWorld } from "./world.ts";

type Timer = { readonly at: number; readonly caller: Caller; readonly callBack: () => void };

/**
 * All callers, oldest first, and their timers. A caller that crashed gets no more responses, and its timers never fire.
 */
export const openCallers = (world: SimulatedWorld, scheduler: Scheduler, faults: readonly Fault[]) => {
  const { now } = world;
  const all: Caller[] = [];
  const timers = new Set<Timer>();
  const crash = (caller: Caller) => {
    caller.alive = false;
    for (const timer of timers) if (timer.caller === caller) timers.delete(timer);
  };
  const setTimer = (caller: Caller, milliseconds: number, callBack: () => void) => {
    const timer = { at: now() + milliseconds, caller, callBack };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const runTimers = () => {
    for (const timer of [...timers].filter(({ at }) => at <= now())) {
      timers.delete(timer);
      timer.callBack();
    }
  };
  const callsOf = callsThrough(world, scheduler, faults, crash);
  return { all, timers, crash, setTimer, runTimers, callsOf };
};

export type Callers = ReturnType<typeof openCallers>;

/** Lets a caller's calls take effect: those sent before `sentBefore`, by default all. */
export const landAll = ({ inFlight }: Caller, sentBefore = Number.POSITIVE_INFINITY): void => {
  for (const [land, sentAt] of [...inFlight]) if (sentAt < sentBefore) land();
};

// Clients are expensive to create: each concurrent worker and the replay reuse one set.
const pool = new Map<string, SimulatedClients>();
export const clientsOf = (name: string): SimulatedClients => {
  const clients = pool.get(name) ?? simulatedClients();
  pool.set(name, clients);
  return clients;
};
