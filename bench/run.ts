import { setTimeout as sleep } from "node:timers/promises";
import type { User } from "@aws-sdk/client-chime";
import type { Call } from "../local/chime/call-log.ts";
import { modelOf, type Subject } from "./subjects.ts";
import type { Workload } from "./workloads.ts";
import { inWorld, type World } from "./world.ts";

/** In ms, each call to the directory. */
export const LATENCY = 50;
/**
 * In seconds. As deployed, where all is well and nothing comes back; soon, where poison must come back until it is a dead letter; late, where a
 * directory that limits its calls keeps functions waiting.
 */
const VISIBILITY = { asDeployed: 90, withPoison: 6, limited: 180 };
/**
 * One worker for each queue, and two, the least that AWS takes, where a directory that limits its calls leaves the machine idle. It has two
 * cores, and the emulators need one: with more workers the machine's limit is measured instead of theirs.
 */
const CONCURRENCY = { limited: 2, unlimited: 1 };

export type RunOptions = {
  readonly packageDir: string;
  readonly subject: Subject;
  readonly workload: Workload;
  /** Calls a second that the directory takes; as many as come where left out. */
  readonly rateLimit?: number;
  /** Messages sent a second while the functions run; all of them before they start where left out. */
  readonly perSecond?: number;
  /** Stops after so many seconds, with messages left in the queues. */
  readonly seconds?: number;
};

/**
 * What became of a run; times in ms since 1970. `lostOrDoubled` counts emails that ended without a user, with another license or beyond the
 * workload, licenses set twice for one change, messages that were dead-lettered though they are no poison, and poison that was not.
 * `latencies`, in ms, are from the send of a message to the last license set for its email, where messages were sent while the functions ran.
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
  /** In bytes, for each worker of role changes that rests in the end. */
  readonly liveHeaps: readonly number[];
  /** By email. */
  readonly sentAt: ReadonlyMap<string, number>;
};

export type TimedCall = Pick<Call, "operation" | "response" | "committed" | "userIds"> & { readonly at: number };

export const timed = ({ at, ...call }: Call): TimedCall => ({ ...call, at: Date.parse(at) });

/** A call that set licenses. */
export const isLicenseUpdate = ({ operation, committed }: TimedCall): boolean =>
  committed && operation.endsWith("UpdateUser");

/** One subject, one workload: emulators of their own, queues filled, functions started and watched until all is done. */
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
    else await leaveAfter(world, startedAt + seconds * 1000);
    return { sentAt, liveHeaps: await stack.liveHeaps("RoleChangedLambdaFunction") };
  });
  const calls = (await world.calls()).map(timed);
  return { startedAt, calls, dynamoDbRequests: (await world.dynamoDbRequests()) - requestsBefore, liveHeaps, sentAt };
};

/** @throws Error where the functions had nothing to do in the end */
const leaveAfter = async (world: World, deadline: number): Promise<void> => {
  await sleep(deadline - Date.now());
  if ((await world.waiting()) === 0) throw new Error("all messages were taken before the time was over");
};

const TICK = 100;

/** One to warm up, then a few every tenth of a second; answers when the messages after the first were sent, by email. */
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
