import { landAll, openCallers } from "./callers.ts";
import type { Scheduler } from "./calls.ts";
import { captureConsole } from "./capture-console.ts";
import { bodyOf, type History, type Step, timeOf } from "./history.ts";
import { crashAtTimeout, crashOne, type Lambda } from "./lambda.ts";
import { deliver } from "./poller.ts";
import { replay } from "./replayer.ts";
import { resyncByHand, resyncedIn } from "./resyncs.ts";
import type { Trace } from "./trace.ts";
import { nextRun, wake } from "./waker.ts";
import { openWorld, QUEUES, queueOf, type SimulatedWorld, urlOf } from "./world.ts";

/** In seconds. */
const DAY = 86_400;
/** A call takes effect within this many seconds or never, as docs/reliability.md assumes. */
const LANDS_WITHIN = 60;
const REPLAYS_AT_THE_END = 4;
/** Whoever is woken more often than this in a history is woken for ever. */
const MAX_RUNS_OF_THE_SCHEDULE = 400;

/**
 * Runs the deployed functions through a history in a simulated world. Then, without faults, it delivers every message
 * that becomes visible and replays every dead letter until nothing changes any more. The same history and schedule give
 * the same run. One runs at a time: clock, console and clients are the process's, and a test that timed out goes on
 * beside the next.
 */
export const simulate = (history: History, scheduler: Scheduler): Promise<Trace> => {
  const simulated = last.then(() => simulateAlone(history, scheduler));
  last = simulated.catch(() => undefined);
  return simulated;
};

let last: Promise<unknown> = Promise.resolve();

const simulateAlone = async (history: History, scheduler: Scheduler): Promise<Trace> => {
  const world = openWorld(history);
  const realNow = Date.now;
  Date.now = world.now;
  const console = captureConsole();
  try {
    const callers = openCallers(world, scheduler, history.faults);
    const simulation = { world, callers, workers: new Map(), scheduler, schedule: { lastRun: 0, runs: 0 } };
    for (const step of history.steps) await perform(simulation, history, step);
    await comeToRest(simulation);
  } finally {
    console.release();
    Date.now = realNow;
  }
  return { sent: history.events, observations: world.observations, logs: console.lines, end: world.endState() };
};

/** `schedule` is that of the function that wakes whoever is due; `lastRun` is in ms of the simulated clock. */
type Simulation = Lambda & { readonly scheduler: Scheduler; readonly schedule: { lastRun: number; runs: number } };

const perform = async (simulation: Simulation, history: History, step: Step): Promise<void> => {
  const { world, callers } = simulation;
  if (step.do === "deliver") deliver(simulation, step.queue, step);
  else if (step.do === "run") await run(simulation, step.calls);
  else if (step.do === "wait") wait(simulation, step.seconds);
  else if (step.do === "crash") crashOne(simulation, step.worker);
  else if (step.do === "duplicate") sendAgain(world, history, step.event);
  else if (step.do === "byHand") world.byHand(step.act, step.user, step.license);
  else if (step.do === "wake") wake(world, callers);
  else if (step.do === "resync") resyncByHand(world, step.employee);
  else replay(world, callers, step.queue);
  await settled();
};

/** Waits until every caller is idle or waits for its turn or a timer. */
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
  world.publish();
  callers.runTimers();
  crashAtTimeout(simulation);
};

const sendAgain = ({ queues, now }: SimulatedWorld, { events }: History, number: number): void => {
  const sent = events[number % events.length];
  if (sent !== undefined && timeOf(sent.publishedDay) <= now()) queues.put(urlOf(queueOf(sent.kind)), bodyOf(sent));
};

const comeToRest = async (simulation: Simulation): Promise<void> => {
  const { world, callers } = simulation;
  await drain(simulation);
  world.state.calm = true;
  world.observations.push({ saw: "calm" });
  wait(simulation, DAY);
  await drain(simulation);
  for (let round = 0, before = ""; round < REPLAYS_AT_THE_END && before !== deadLetterSnapshot(world); round += 1) {
    before = deadLetterSnapshot(world);
    // After every effective date, and after the dead letters that a crashed replay received are visible again.
    wait(simulation, 30 * DAY);
    for (const queue of QUEUES) {
      replay(world, callers, queue);
      await runAll(simulation);
    }
    await drain(simulation);
  }
};

/** Delivers all messages, each when it becomes visible, and wakes whoever is due, until nothing is to come. */
const drain = async (simulation: Simulation): Promise<void> => {
  const { world, callers, schedule } = simulation;
  for (;;) {
    await runAll(simulation);
    if (QUEUES.some((queue) => deliver(simulation, queue, { from: 0, size: 10 }))) continue;
    const run = schedule.runs < MAX_RUNS_OF_THE_SCHEDULE ? nextRun(world, schedule.lastRun) : undefined;
    const visible = QUEUES.flatMap((queue) => world.queues.messagesOf(urlOf(queue)).map(({ visibleAt }) => visibleAt));
    const timers = [...callers.timers].map(({ at }) => at);
    const moments = [...visible, ...timers, world.nextPublication(), run].filter((at) => at !== undefined);
    if (moments.length === 0) return;
    const next = Math.min(...moments);
    wait(simulation, Math.max(1, Math.ceil((next - world.now()) / 1000)));
    if (next === run) runSchedule(simulation);
  }
};

const runSchedule = ({ world, callers, schedule }: Simulation): void => {
  schedule.lastRun = world.now();
  schedule.runs += 1;
  wake(world, callers);
};

const deadLetterSnapshot = (world: SimulatedWorld): string =>
  JSON.stringify(
    world
      .deadLetters()
      .map(({ body, code }) => [resyncedIn(body) ?? body, code])
      .sort(),
  );
