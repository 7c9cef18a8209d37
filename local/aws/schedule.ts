import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ScheduledEvent } from "aws-lambda";
import type { InvocationResult } from "./function-runtime.ts";

export type ScheduleOptions = {
  /** Between the end of a run and the next one, in ms. */
  readonly every: number;
  readonly region: string;
  /** How long the pause after a run is at most, in ms: that of AWS. */
  readonly longest: number;
  readonly invoke: (payload: ScheduledEvent) => Promise<InvocationResult>;
};

export type Schedule = { stop(): Promise<void> };

/** How long stopping waits for a run, in ms. */
const GRACE = 2_000;

/**
 * How long the functions take for one message that a run sent, in ms. Who came due is woken at each run of the next 70
 * seconds: on AWS that is once or twice, here it would be 70 times, and the queues would only grow.
 */
const HANDLING = 60;

/**
 * EventBridge's schedule of a function. No two runs are under way at once, because time may go faster here than on AWS.
 * A run that fails is not repeated: the next one follows.
 */
export const startSchedule = ({ every, longest, region, invoke }: ScheduleOptions): Schedule => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    let pause = every;
    while (!signal.aborted) {
      await sleep(pause, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const sent = await invoke(scheduledEvent(region)).then(sentBy, () => 0);
      pause = Math.min(Math.max(every, sent * HANDLING), longest);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await Promise.race([running, sleep(GRACE, undefined, { ref: false })]);
    },
  };
};

/** How many messages a run says that it sent. */
const sentBy = (result: InvocationResult): number => {
  const summary = result.succeeded ? (JSON.parse(result.payload) as { readonly sent?: number } | null) : null;
  return summary?.sent ?? 0;
};

/** Source: the EventBridge user guide, "Scheduled Event". */
const scheduledEvent = (region: string): ScheduledEvent => ({
  version: "0",
  id: randomUUID(),
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "000000000000",
  time: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
  region,
  resources: [],
  detail: {},
});
