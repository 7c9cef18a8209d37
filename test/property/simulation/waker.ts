import { sendResyncsTo } from "../../../adapters/sqs/send-resyncs.ts";
import type { DueEmployee, WaitingIndex } from "../../../adapters/state/waiting-index.ts";
import { wakeDue } from "../../../runtime/wake-due.ts";
import { type Callers, clientsOf } from "./callers.ts";
import { newCaller } from "./calls.ts";
import { type SimulatedWorld, urlOf } from "./world.ts";

const NAME = "wake";
/** In ms. */
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

const URLS = { hired: urlOf("hired"), "role-changed": urlOf("changed"), left: urlOf("left") };

/** One run of the function that wakes whoever is due. */
export const wake = (world: SimulatedWorld, callers: Callers): void => {
  for (const caller of callers.all) if (caller.name === NAME) callers.crash(caller);
  const caller = newCaller(NAME);
  caller.busySince = world.now();
  callers.all.push(caller);
  Object.assign(clientsOf(NAME).served, { call: callers.callsOf(caller), now: world.now });
  const done = () => {
    caller.busySince = undefined;
  };
  const send = sendResyncsTo(clientsOf(NAME).sqs, URLS);
  void wakeDue(indexOf(world), send, new Date(world.now())).then(done, done);
};

/** The waiting index over the table in memory: whoever has `wakeAt` is in it. */
const indexOf = (world: SimulatedWorld): WaitingIndex => ({
  due: async function* (from = "", until) {
    yield dueIn(world).filter(({ wakeAt }) => wakeAt >= from && wakeAt <= until);
  },
  oldest: async () => dueIn(world)[0]?.wakeAt,
});

const dueIn = ({ tables }: SimulatedWorld): readonly DueEmployee[] =>
  tables
    .all("employees")
    .flatMap((item) => {
      const { employeeId, wakeAt, wakeBy } = item as Record<string, { S: string } | undefined>;
      if (employeeId === undefined || wakeAt === undefined || wakeBy === undefined) return [];
      return [{ employeeId: employeeId.S, wakeAt: wakeAt.S, wakeBy: wakeBy.S as DueEmployee["wakeBy"] }];
    })
    .sort((a, b) => (a.wakeAt < b.wakeAt ? -1 : 1));

/**
 * When the schedule's next run that finds somebody is, in ms, after the one at `lastRun`: in the minute after somebody
 * comes due, else the next one that takes all that is due. Undefined if nobody waits.
 */
export const nextRun = (world: SimulatedWorld, lastRun: number): number | undefined => {
  const dueAt = dueIn(world).map(({ wakeAt }) => Date.parse(wakeAt));
  if (dueAt.length === 0) return undefined;
  const next = Math.max(minuteFrom(world.now()), lastRun + MINUTE);
  const sweep = (Math.floor(world.now() / QUARTER) + 1) * QUARTER;
  const runFor = (at: number): number => {
    const run = Math.max(minuteFrom(at), next);
    return run - at <= MINUTE ? run : sweep;
  };
  return Math.min(...dueAt.map(runFor));
};

const minuteFrom = (at: number): number => Math.ceil(at / MINUTE) * MINUTE;
