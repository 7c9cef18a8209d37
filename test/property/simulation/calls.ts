import type { Call, Service } from "./clients.ts";
import { distortionIn, type Fault, faultsOf, noResponse, refusal } from "./faults.ts";
import type { SimulatedMessage } from "./queues.ts";
import type { SimulatedWorld } from "./world.ts";

/** Decides which caller goes next: fast-check's scheduler, or a first-in-first-out one. */
export type Scheduler = {
  schedule(label: string): Promise<unknown>;
  count(): number;
  next(): Promise<unknown>;
};

/** A caller: a Lambda worker or a replay. A dead one gets no more responses. */
export type Caller = {
  readonly name: string;
  alive: boolean;
  /** In ms of the simulated clock; undefined if it is idle. */
  busySince: number | undefined;
  messages: readonly SimulatedMessage[];
  /** Calls that were sent but have not taken effect yet, with the time when they were sent. */
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
 * A call takes two turns: it takes effect, then it gets its response. Other calls may run between them, and the caller
 * may die. `crash` kills the caller if a fault demands it.
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
      const request = newRequest(world, caller, { service, operation, input, fault });
      const outcome = await (HANDLERS[fault?.kind ?? "none"] ?? respond)({ caller, turn, request, crash });
      if (!caller.alive) return never();
      if (outcome instanceof Error) throw outcome;
      return outcome;
    };
};

type Request = {
  readonly service: Service;
  readonly operation: string;
  readonly input: object;
  readonly fault: Fault | undefined;
  /** Puts it in flight. It can take effect even if the caller dies. */
  readonly send: () => void;
  readonly land: () => void;
  readonly response: Promise<object | Error>;
  readonly perform: (input: object) => object;
};

/** Creates a request. `land` lets it take effect, once. */
const newRequest = (
  world: SimulatedWorld,
  caller: Caller,
  { service, operation, input: given, fault }: Pick<Request, "service" | "operation" | "input" | "fault">,
): Request => {
  const input = { ...given, ...distortionIn(fault) };
  const { promise: response, resolve } = Promise.withResolvers<object | Error>();
  const perform = (some: object) => world.perform(service, operation, some);
  const land = () => {
    if (!caller.inFlight.delete(land)) return;
    try {
      if (fault?.kind === "twice") perform(input);
      resolve(perform(input));
    } catch (error) {
      resolve(error as Error);
    }
  };
  const send = () => caller.inFlight.set(land, world.now());
  return { service, operation, input, fault, send, land, response, perform };
};

type CallHandler = (call: {
  readonly caller: Caller;
  readonly turn: (what: string) => Promise<unknown>;
  readonly request: Request;
  readonly crash: (caller: Caller) => void;
}) => Promise<object | Error>;

const land: CallHandler = async ({ turn, request }) => {
  request.send();
  await turn("takes effect");
  request.land();
  return {};
};

const respond: CallHandler = async (call) => {
  await land(call);
  await call.turn("responds");
  return call.request.response;
};

/** @see FAULTS */
const HANDLERS: Readonly<Record<string, CallHandler>> = {
  "crash-before": async ({ caller, crash }) => {
    crash(caller);
    return {};
  },
  "crash-after": async (call) => {
    await land(call);
    call.crash(call.caller);
    return {};
  },
  refuse: async ({ turn, request }) => {
    await turn("fails");
    return refusal(request.service, request.fault?.code ?? 0);
  },
  lose: async (call) => {
    await land(call);
    return noResponse(call.request.service, call.request.fault?.code ?? 0);
  },
  late: async ({ turn, request }) => {
    request.send();
    void turn("takes effect late").then(request.land);
    await turn("times out");
    return noResponse(request.service, request.fault?.code ?? 0);
  },
  partial: async (call) => {
    const { operation, input } = call.request;
    const items = ITEMS_OF[operation];
    if (items === undefined || !(items in input)) return respond(call);
    await call.turn("takes effect in part");
    return partly(call.request, items);
  },
};

/** The operations that take several users, and the member that lists them. */
const ITEMS_OF: Readonly<Record<string, string>> = {
  BatchUpdateUser: "UpdateUserRequestItems",
  BatchSuspendUser: "UserIdList",
  BatchUnsuspendUser: "UserIdList",
};

/** Every other user is in UserErrors and stays as it is. */
const partly = ({ input, perform }: Request, member: string): object => {
  const items = (input as Record<string, readonly (string | { readonly UserId: string })[]>)[member] ?? [];
  const done = items.filter((_, index) => index % 2 === 1);
  if (done.length > 0) perform({ ...input, [member]: done });
  const failed = items.filter((_, index) => index % 2 === 0);
  return {
    UserErrors: failed.map((item) => ({
      UserId: typeof item === "string" ? item : item.UserId,
      ErrorCode: "Throttled",
    })),
  };
};
