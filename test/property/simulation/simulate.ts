import type { Context } from "aws-lambda";
import { type Caller, callsThrough, newCaller, type Scheduler } from "./calls.ts";
import { captureConsole } from "./capture-console.ts";
import { type SimulatedClients, simulatedClients } from "./clients.ts";
import { deployedFunction, deployedReplay, MAX_RECEIVES, sqsRecord } from "./functions.ts";
import { bodyOf, type History, type QueueName, type Step } from "./history.ts";
import type { SimulatedMessage } from "./queues.ts";
import type { Trace } from "./trace.ts";
import { deadLettersOf, openWorld, QUEUES, queueOf, type SimulatedWorld, urlOf } from "./world.ts";

/** In seconds. */
const FUNCTION_TIMEOUT = 30;
const VISIBILITY = 6 * FUNCTION_TIMEOUT;
const DAY = 86_400;
/** A call that was sent has its effect within so many seconds, or never: what docs/reliability.md assumes. */
const LANDS_WITHIN = 60;
const WORKERS_PER_QUEUE = 2;
const REPLAYS_AT_THE_END = 4;

// Costly to make: one set for each worker that may live at a time, and one for the replay.
const pool = new Map<string, SimulatedClients>();
const clientsOf = (name: string): SimulatedClients => {
  const clients = pool.get(name) ?? simulatedClients();
  pool.set(name, clients);
  return clients;
};

/** Lets everything run that waits for nothing but itself. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Runs the functions as they are deployed, in a world of ours, through a history, and then until nothing moves any more: what is hidden is
 * delivered, what is dead-lettered replayed, with no more faults. Equal histories and schedules run equally.
 */
export const simulate = async (history: History, scheduler: Scheduler): Promise<Trace> => {
  const world = openWorld(history);
  const realNow = Date.now;
  Date.now = world.now;
  const console = captureConsole();
  try {
    const { step, comeToRest } = lambda(world, history, scheduler);
    for (const each of history.steps) await step(each);
    await comeToRest();
  } finally {
    console.release();
    Date.now = realNow;
  }
  return { sent: history.events, observations: world.observations, logs: console.lines, end: world.endState() };
};

type Worker = Caller & { readonly handler: ReturnType<typeof deployedFunction> };

/** Lambda, its pollers and whoever replays: they start workers, hand them batches, kill them at their time-out. */
const lambda = (world: SimulatedWorld, history: History, scheduler: Scheduler) => {
  const { queues, now, state } = world;
  const callers: Caller[] = [];
  const workers = new Map<string, Worker>();
  const timers = new Set<{ readonly at: number; readonly caller: Caller; readonly callBack: () => void }>();

  const crash = (caller: Caller) => {
    caller.alive = false;
    for (const timer of timers) if (timer.caller === caller) timers.delete(timer);
  };
  const callsOf = callsThrough(world, scheduler, history.faults, crash);

  /** As Lambda does at a cold start. */
  const startWorker = (name: string, queue: QueueName): Worker => {
    const caller = newCaller(name);
    const timer = (milliseconds: number, callBack: () => void) => {
      const entry = { at: now() + milliseconds, caller, callBack };
      timers.add(entry);
      return () => void timers.delete(entry);
    };
    const worker = Object.assign(caller, { handler: deployedFunction(queue, clientsOf(name), world, timer) });
    workers.set(name, worker);
    callers.push(worker);
    return worker;
  };
  const freeWorker = (queue: QueueName): Worker | undefined => {
    const names = Array.from({ length: WORKERS_PER_QUEUE }, (_, index) => `${queue}${index}`);
    const free = names.find((name) => !isBusy(workers.get(name)));
    if (free === undefined) return undefined;
    const worker = workers.get(free);
    return worker?.alive ? worker : startWorker(free, queue);
  };

  /** What SQS and a poller do: hide, count, give up after the last receive, and hand over a batch. */
  const deliver = ({ queue, from, size }: { queue: QueueName; from: number; size: number }): boolean => {
    const visible = queues.messagesOf(urlOf(queue)).filter(({ visibleAt }) => visibleAt <= now());
    const worker = visible.length === 0 ? undefined : freeWorker(queue);
    if (worker === undefined) return false;
    const start = from % visible.length;
    const received = [...visible.slice(start), ...visible.slice(0, start)].slice(0, size);
    const batch = received.filter((message) => receive(queue, message));
    // A call of an earlier delivery has had its effect by now, or never will: docs/reliability.md says why this is assumed.
    for (const caller of callers) if (caller.messages.some((message) => batch.includes(message))) landAll(caller);
    if (batch.length > 0) invoke(worker, queue, batch);
    return true;
  };
  /** False where the message was received too often: SQS's redrive policy moves it. */
  const receive = (queue: QueueName, message: SimulatedMessage): boolean => {
    message.receiveCount += 1;
    message.visibleAt = now() + VISIBILITY * 1000;
    if (message.receiveCount <= MAX_RECEIVES) return true;
    queues.remove(urlOf(queue), message.id);
    queues.put(deadLettersOf(queue), message.body, message.attributes);
    return false;
  };

  const invoke = (worker: Worker, queue: QueueName, batch: readonly SimulatedMessage[]) => {
    const timeoutAt = now() + FUNCTION_TIMEOUT * 1000;
    worker.busySince = now();
    worker.messages = batch;
    clientsOf(worker.name).served.call = callsOf(worker);
    const context = {
      awsRequestId: "request",
      functionName: queue,
      getRemainingTimeInMillis: () => timeoutAt - now(),
    } as Context;
    void worker.handler({ Records: batch.map(sqsRecord) }, context).then(({ batchItemFailures }) => {
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const message of batch.filter(({ id }) => !failed.has(id))) {
        world.noteAcknowledged(queue, message);
        queues.remove(urlOf(queue), message.id);
      }
      worker.busySince = undefined;
    });
  };

  const replay = ({ queue }: { queue: QueueName }) => {
    // Nobody replays within the seconds that a call takes that was given up.
    for (const caller of callers) landAll(caller);
    for (const caller of callers) if (caller.name === "replay") crash(caller);
    const caller = newCaller("replay");
    caller.busySince = now();
    callers.push(caller);
    clientsOf("replay").served.call = callsOf(caller);
    const done = () => {
      caller.busySince = undefined;
    };
    void deployedReplay(queue, clientsOf("replay"), world).then(done, done);
  };

  const wait = ({ seconds }: { seconds: number }) => {
    const sentBefore = now() + (seconds - LANDS_WITHIN) * 1000;
    for (const caller of callers) landAll(caller, sentBefore);
    state.now += seconds * 1000;
    for (const timer of [...timers].filter(({ at }) => at <= now())) {
      timers.delete(timer);
      timer.callBack();
    }
    for (const worker of workers.values()) {
      if (now() - (worker.busySince ?? now()) >= FUNCTION_TIMEOUT * 1000) crash(worker);
    }
  };

  const run = async ({ calls }: { calls: number }) => {
    await settled();
    for (let call = 0; call < calls && scheduler.count() > 0; call += 1) {
      await scheduler.next();
      await settled();
    }
  };
  const runAll = () => run({ calls: Number.POSITIVE_INFINITY });

  const kill = ({ worker }: { worker: number }) => {
    const victim = [...workers.values()][worker % Math.max(1, workers.size)];
    if (victim !== undefined) crash(victim);
  };
  const duplicate = ({ event }: { event: number }) => {
    const sent = history.events[event % history.events.length];
    if (sent !== undefined) queues.put(urlOf(queueOf(sent.type)), bodyOf(sent));
  };

  const actions = { deliver, run, wait, crash: kill, duplicate, replay };
  const step = async (each: Step): Promise<void> => {
    await actions[each.do](each as never);
    await settled();
  };

  /** Everything that waits is delivered, whenever it becomes visible. */
  const drain = async () => {
    for (;;) {
      await runAll();
      if (QUEUES.some((queue) => deliver({ queue, from: 0, size: 10 }))) continue;
      const hidden = QUEUES.flatMap((queue) => queues.messagesOf(urlOf(queue)).map(({ visibleAt }) => visibleAt));
      const moments = [...hidden, ...[...timers].map(({ at }) => at)];
      if (moments.length === 0) return;
      wait({ seconds: Math.max(1, Math.ceil((Math.min(...moments) - now()) / 1000)) });
    }
  };

  const comeToRest = async () => {
    await drain();
    state.calm = true;
    world.observations.push({ saw: "calm" });
    wait({ seconds: DAY });
    await drain();
    for (let round = 0, left = ""; round < REPLAYS_AT_THE_END && left !== lettersLeft(); round += 1) {
      left = lettersLeft();
      // Later than any effective date, and than any letter that a killed replay still hides.
      wait({ seconds: 30 * DAY });
      for (const queue of QUEUES) {
        replay({ queue });
        await runAll();
      }
      await drain();
    }
  };
  const lettersLeft = () => JSON.stringify(world.letters().map(({ body, code }) => [body, code]));

  return { step, comeToRest };
};

const isBusy = (worker: Worker | undefined): boolean => worker?.alive === true && worker.busySince !== undefined;

const landAll = ({ inFlight }: Caller, sentBefore = Number.POSITIVE_INFINITY): void => {
  for (const [land, sentAt] of [...inFlight]) if (sentAt < sentBefore) land();
};
