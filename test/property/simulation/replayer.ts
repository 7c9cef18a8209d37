import { type Callers, clientsOf, landAll } from "./callers.ts";
import { newCaller } from "./calls.ts";
import { deployedReplay } from "./functions.ts";
import type { QueueName } from "./history.ts";
import type { SimulatedWorld } from "./world.ts";

const NAME = "replay";

/** Starts a replay of a queue's dead letters. Only one runs at a time: an earlier one crashes. */
export const replay = (world: SimulatedWorld, callers: Callers, queue: QueueName): void => {
  // A replay starts only after calls that timed out have taken effect.
  for (const caller of callers.all) landAll(caller);
  for (const caller of callers.all) if (caller.name === NAME) callers.crash(caller);
  const caller = newCaller(NAME);
  caller.busySince = world.now();
  callers.all.push(caller);
  Object.assign(clientsOf(NAME).served, { call: callers.callsOf(caller), now: world.now });
  const done = () => {
    caller.busySince = undefined;
  };
  void deployedReplay(queue, clientsOf(NAME), world).then(done, done);
};
