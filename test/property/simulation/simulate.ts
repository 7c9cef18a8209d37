import { landAll, openCallers } from "./callers.ts";
import type { Scheduler } from "./calls.ts";
import { captureConsole } from "./capture-console.ts";
import { bodyOf, type History, type Step } from "./history.ts";
import { crashAtTimeout, crashOne, type Lambda } from "./lambda.ts";
import { deliver } from "./poller.ts";
import { replay } from "./replayer.ts";
import type { Trace } from "./trace.ts";
import { openWorld, QUEUES, queueOf, type SimulatedWorld, urlOf } from "./world.ts";

/** In seconds. */
const DAY = 86_400;
/** A call that was sent has its effect within so many seconds, or never: what docs/reliability.md assumes. */
const LANDS_WITHIN = 60;
const REPLAYS_AT_THE_END = 4;

/**
 * Runs the functions as they are deployed, in a world of ours, through a history, and then until nothing moves any more: every message is
 * delivered when it becomes visible, every dead letter replayed, with no more faults. Equal histories and schedules run equally.
 */
export const simulate = async (history: History, scheduler: Scheduler): Promise<Trace> => {
  const world = openWorld(history);
  const realNow = Date.now;
  Date.now = world.now;
  const console = captureConsole();
  try {
    const callers = openCallers(world, scheduler, history.faults);
    const simulation = { world, callers, workers: new Map(), scheduler };
    for (const step of history.steps) await perform(simulation, history, step);
    await comeToRest(simulation);
  } finally {
    console.release();
    Date.now = realNow;
  }
  return { sent: history.events, observations: world.observations, logs: console.lines, end: world.endState() };
};

type Simulation = Lambda & { readonly scheduler: Scheduler };

const perform = async (simulation: Simulation, history: History, step: Step): Promise<void> => {
  const { world, callers } = simulation;
  if (step.do === "deliver") deliver(simulation, step.queue, step);
  else if (step.do === "run") await run(simulation, step.calls);
  else if (step.do === "wait") wait(simulation, step.seconds);
  else if (step.do === "crash") crashOne(simulation, step.worker);
  else if (step.do === "duplicate") sendAgain(world, history, step.event);
  else replay(world, callers, step.queue);
  await settled();
};

/** Lets everything run that waits for nothing but itself. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const run = async ({ scheduler }: Simulation, calls: number): Promise<void> => {
  await settled();
  for (let call = 0; call < calls && scheduler.count() > 0; call += 1) {
    await scheduler.next();
    await settled();
  }
};
const runAll = (simulation: Simulation): Promise<void> => run(simulation, Number.POSITIVE_INFINITY);

const wait = (simulation: Simulation, seconds: number): void => {
  const { world, callers } = simulation;
  const sentBefore = world.now() + (seconds - LANDS_WITHIN) * 1000;
  for (const caller of callers.all) landAll(caller, sentBefore);
  world.state.now += seconds * 1000;
  callers.runTimers();
  crashAtTimeout(simulation);
};

const sendAgain = ({ queues }: SimulatedWorld, { events }: History, number: number): void => {
  const sent = events[number % events.length];
  if (sent !== undefined) queues.put(urlOf(queueOf(sent.kind)), bodyOf(sent));
};

const comeToRest = async (simulation: Simulation): Promise<void> => {
  const { world, callers } = simulation;
  await drain(simulation);
  world.state.calm = true;
  world.observations.push({ saw: "calm" });
  wait(simulation, DAY);
  await drain(simulation);
  for (let round = 0, before = ""; round < REPLAYS_AT_THE_END && before !== deadLetters(world); round += 1) {
    before = deadLetters(world);
    // Later than any effective date, and than any dead letter becomes visible that a crashed replay received.
    wait(simulation, 30 * DAY);
    for (const queue of QUEUES) {
      replay(world, callers, queue);
      await runAll(simulation);
    }
    await drain(simulation);
  }
};

/** Delivers everything that waits, whenever it becomes visible. */
const drain = async (simulation: Simulation): Promise<void> => {
  const { world, callers } = simulation;
  for (;;) {
    await runAll(simulation);
    if (QUEUES.some((queue) => deliver(simulation, queue, { from: 0, size: 10 }))) continue;
    const visible = QUEUES.flatMap((queue) => world.queues.messagesOf(urlOf(queue)).map(({ visibleAt }) => visibleAt));
    const moments = [...visible, ...[...callers.timers].map(({ at }) => at)];
    if (moments.length === 0) return;
    wait(simulation, Math.max(1, Math.ceil((Math.min(...moments) - world.now()) / 1000)));
  }
};

const deadLetters = (world: SimulatedWorld): string =>
  JSON.stringify(world.letters().map(({ body, code }) => [body, code]));
