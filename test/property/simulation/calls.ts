import type { Call, Service } from "./clients.ts";
import { type Fault, faultsOf, noAnswer, refusal } from "./faults.ts";
import type { SimulatedMessage } from "./queues.ts";
import type { SimulatedWorld } from "./world.ts";

/** Decides who goes on: fast-check's scheduler, or one that keeps the order. */
export type Scheduler = {
  schedule(label: string): Promise<unknown>;
  count(): number;
  next(): Promise<unknown>;
};

/** Whoever makes calls: a worker of Lambda's, or a replay. One that is not alive never hears of anything any more. */
export type Caller = {
  readonly name: string;
  alive: boolean;
  /** In ms of the simulated clock; undefined where it has nothing to do. */
  busySince: number | undefined;
  messages: readonly SimulatedMessage[];
  /** Calls that were sent and have had no effect yet, and when they were sent. */
  readonly inFlight: Map<() => void, number>;
};

export const newCaller = (name: string): Caller => ({
  name,
  alive: true,
  busySince: undefined,
  messages: [],
  inFlight: new Map(),
});

const never = (): Promise<never> => new Promise(() => {});

/**
 * A call takes two turns: it has its effect, and it is answered. Anything may happen between them, to the caller as to the world.
 * `crash` is called for a caller whom a fault kills.
 */
export const callsThrough = (
  world: SimulatedWorld,
  scheduler: Scheduler,
  faults: readonly Fault[],
  crash: (caller: Caller) => void,
) => {
  const faultOf = faultsOf(faults);
  let calls = 0;

  const strike = (service: Service, operation: string): Fault | undefined => {
    const fault = faultOf(calls, service, operation);
    if (fault !== undefined) world.observations.push({ saw: "fault", kind: fault.kind });
    return fault;
  };

  return (caller: Caller): Call =>
    async (service, operation, input) => {
      if (!caller.alive) return never();
      calls += 1;
      world.observations.push({ saw: "call", operation, worker: caller.name });
      const fault = world.state.calm ? undefined : strike(service, operation);
      const turn = (what: string) => scheduler.schedule(`${caller.name}: ${operation} ${what}`);
      const request = sent(world, caller, { service, operation, input, twice: fault?.kind === "twice" });
      const outcome = await (WAYS[fault?.kind ?? "none"] ?? answered)({ caller, turn, request, fault, crash });
      if (!caller.alive) return never();
      if (outcome instanceof Error) throw outcome;
      return outcome;
    };
};

type Request = {
  readonly service: Service;
  readonly operation: string;
  readonly input: object;
  /** It is on its way now, whatever becomes of its sender. */
  readonly send: () => void;
  readonly land: () => void;
  readonly answer: Promise<object | Error>;
  readonly perform: (input: object) => object;
};

/** A request on its way. `land` gives it its effect, once. */
const sent = (
  world: SimulatedWorld,
  caller: Caller,
  { service, operation, input, twice }: { service: Service; operation: string; input: object; twice: boolean },
): Request => {
  const { promise: answer, resolve } = Promise.withResolvers<object | Error>();
  const perform = (some: object) => world.perform(service, operation, some);
  const land = () => {
    if (!caller.inFlight.delete(land)) return;
    try {
      if (twice) perform(input);
      resolve(perform(input));
    } catch (error) {
      resolve(error as Error);
    }
  };
  const send = () => caller.inFlight.set(land, world.now());
  return { service, operation, input, send, land, answer, perform };
};

type Way = (going: {
  readonly caller: Caller;
  readonly turn: (what: string) => Promise<unknown>;
  readonly request: Request;
  readonly fault: Fault | undefined;
  readonly crash: (caller: Caller) => void;
}) => Promise<object | Error>;

const landed: Way = async ({ turn, request }) => {
  request.send();
  await turn("has its effect");
  request.land();
  return {};
};

const answered: Way = async (going) => {
  await landed(going);
  await going.turn("is answered");
  return going.request.answer;
};

/** @see FAULTS */
const WAYS: Readonly<Record<string, Way>> = {
  "crash-before": async ({ caller, crash }) => {
    crash(caller);
    return {};
  },
  "crash-after": async (going) => {
    await landed(going);
    going.crash(going.caller);
    return {};
  },
  refuse: async ({ turn, request, fault }) => {
    await turn("is refused");
    return refusal(request.service, fault?.code ?? 0);
  },
  lose: async (going) => {
    await landed(going);
    return noAnswer(going.request.service, going.fault?.code ?? 0);
  },
  late: async ({ turn, request, fault }) => {
    request.send();
    void turn("has its effect late").then(request.land);
    await turn("is given up");
    return noAnswer(request.service, fault?.code ?? 0);
  },
  partial: async (going) => {
    if (going.request.operation !== "BatchUpdateUser") return answered(going);
    await going.turn("is done in part");
    return partly(going.request);
  },
};

/** Every other user is in UserErrors, and keeps the license that it had. */
const partly = ({ input, perform }: Request): object => {
  const { UpdateUserRequestItems: items } = input as { UpdateUserRequestItems: { UserId: string }[] };
  const done = items.filter((_, index) => index % 2 === 1);
  if (done.length > 0) perform({ ...input, UpdateUserRequestItems: done });
  const refused = items.filter((_, index) => index % 2 === 0);
  return { UserErrors: refused.map(({ UserId }) => ({ UserId, ErrorCode: "Throttled" })) };
};
