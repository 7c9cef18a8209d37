import { setTimeout as sleep } from "node:timers/promises";
import type { User } from "@aws-sdk/client-chime";
import type { Call } from "../local/emulator/call-log.ts";
import { modelOf, type Subject } from "./subjects.ts";
import type { Workload } from "./workloads.ts";
import { inWorld, type World } from "./world.ts";

/** The latency of each call to the directory, in ms. */
export const LATENCY = 50;
/**
 * In seconds. As deployed if nothing comes back; shorter if poison messages must come back until they are dead letters;
 * longer if a rate limit keeps functions waiting.
 */
const VISIBILITY = { asDeployed: 90, withPoison: 6, limited: 180 };
/**
 * One worker per queue; two, AWS's minimum, if a rate limit leaves the machine idle. The machine has two cores and the
 * emulators need one: more workers would measure the machine's limit instead of their own.
 */
const CONCURRENCY = { limited: 2, unlimited: 1 };

export type RunOptions = {
  readonly packageDir: string;
  readonly subject: Subject;
  readonly workload: Workload;
  /** The directory's limit in calls per second; no limit by default. */
  readonly rateLimit?: number;
  /** Messages sent per second while the functions run; by default all are sent before they start. */
  readonly perSecond?: number;
  /** Stops after this many seconds, with messages left in the queues. */
  readonly seconds?: number;
};

/**
 * The result of a run; times in ms since 1970. `lostOrDoubled` counts emails that ended without a user, with a wrong
 * license or outside the workload, licenses set twice for one change, dead letters that are not poison, and poison that
 * is not a dead letter. `latencies` are in ms, from the send of a message to the last license set for its email, if
 * messages were sent while the functions ran.
 */
export type Run = Watched & {
  readonly deadLetters: number;
  readonly lostOrDoubled: number;
  readonly latencies: readonly number[];
};

type Watched = {
  readonly startedAt: number;
  readonly calls: readonly TimedCall[];
  readonly dynamoDbRequests: number;
  /** In bytes, for each role change worker that is idle at the end. */
  readonly liveHeaps: readonly number[];
  /** By email. */
  readonly sentAt: ReadonlyMap<string, number>;
};

export type TimedCall = Pick<Call, "operation" | "response" | "committed" | "userIds"> & { readonly at: number };

export const timed = ({ at, ...call }: Call): TimedCall => ({ ...call, at: Date.parse(at) });

/** Whether a call set licenses. */
export const isLicenseUpdate = ({ operation, committed }: TimedCall): boolean =>
  committed && operation.endsWith("UpdateUser");

/**
 * Runs one subject on one workload: starts new emulators, fills the queues, starts the functions, and watches them
 * until they are done.
 */
export const runOnce = (options: RunOptions): Promise<Run> => {
  const { packageDir, subject, workload, rateLimit, seconds } = options;
  const isLimited = rateLimit !== undefined;
  const visibility = workload.poison > 0 ? VISIBILITY.withPoison : VISIBILITY[isLimited ? "limited" : "asDeployed"];
  const model = modelOf(packageDir, subject, visibility, CONCURRENCY[isLimited ? "limited" : "unlimited"]);
  return inWorld(model, async (world) => {
    await world.hireAll(workload.before);
    if (options.perSecond === undefined) await world.send(workload.messages);
    await world.limit({ latencyMs: LATENCY, ...(isLimited ? { rateLimit } : {}) });
    const watched = await watch(world, options);
    await world.limit({});
    const users = await world.users();
    const deadLetters = await world.deadLetters();
    const latencies = latenciesOf(watched, users);
    const lost = seconds === undefined ? countWrong(users, workload) + watched.sentAt.size - latencies.length : 0;
    const doubled = workload.isOneEach ? countDoubled(watched.calls) : 0;
    const lostOrDoubled = lost + doubled + Math.abs(deadLetters - workload.poison);
    return { ...watched, deadLetters, lostOrDoubled, latencies };
  });
};

const watch = async (world: World, { packageDir, workload, perSecond, seconds }: RunOptions): Promise<Watched> => {
  await world.forgetCalls();
  const requestsBefore = await world.dynamoDbRequests();
  const startedAt = Date.now();
  const { sentAt, liveHeaps } = await world.withFunctions(packageDir, async (stack) => {
    const sentAt = perSecond === undefined ? new Map() : await sendPaced(world, workload, perSecond);
    if (seconds === undefined) await world.untilEmpty();
    else await stopAt(world, startedAt + seconds * 1000);
    return { sentAt, liveHeaps: await stack.liveHeaps("RoleChangedLambdaFunction") };
  });
  const calls = (await world.calls()).map(timed);
  return { startedAt, calls, dynamoDbRequests: (await world.dynamoDbRequests()) - requestsBefore, liveHeaps, sentAt };
};

/** Waits until the deadline. @throws Error if the functions ran out of messages */
const stopAt = async (world: World, deadline: number): Promise<void> => {
  await sleep(deadline - Date.now());
  if ((await world.waiting()) === 0) throw new Error("the functions ran out of messages before the time was up");
};

const TICK = 100;

/**
 * Sends one message to warm up, then a few every tenth of a second. Returns when the messages after the first were
 * sent, by email.
 */
const sendPaced = async (
  world: World,
  { messages: [first, ...messages] }: Workload,
  perSecond: number,
): Promise<ReadonlyMap<string, number>> => {
  if (first !== undefined) await world.send([first]);
  await world.untilEmpty();
  const startedAt = Date.now();
  const sentAt = new Map<string, number>();
  for (let sent = 0; sent < messages.length; ) {
    const due = Math.min(messages.length, Math.ceil(((Date.now() - startedAt) / 1000) * perSecond));
    const batch = messages.slice(sent, due);
    for (const { body } of batch) sentAt.set(JSON.parse(body).data.email, Date.now());
    await world.send(batch);
    sent = due;
    await sleep(TICK);
  }
  return sentAt;
};

const countWrong = (users: readonly User[], { after }: Workload): number => {
  const licenses = new Map(users.map(({ PrimaryEmail = "", LicenseType }) => [PrimaryEmail, LicenseType]));
  const wrong = [...after].filter(([email, license]) => licenses.get(email) !== license).length;
  return wrong + users.filter(({ PrimaryEmail = "" }) => !after.has(PrimaryEmail)).length;
};

const countDoubled = (calls: readonly TimedCall[]): number => {
  const updated = calls.filter(isLicenseUpdate).flatMap(({ userIds }) => userIds);
  return updated.length - new Set(updated).size;
};

const latenciesOf = ({ calls, sentAt }: Watched, users: readonly User[]): number[] => {
  const appliedAt = new Map(
    calls.filter(isLicenseUpdate).flatMap(({ userIds, at }) => userIds.map((userId) => [userId, at] as const)),
  );
  return users.flatMap(({ UserId = "", PrimaryEmail = "" }) => {
    const [sent, applied] = [sentAt.get(PrimaryEmail), appliedAt.get(UserId)];
    return sent === undefined || applied === undefined ? [] : [applied - sent];
  });
};
