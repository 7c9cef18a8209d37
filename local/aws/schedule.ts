import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ScheduledEvent } from "aws-lambda";
import type { InvocationResult } from "./function-runtime.ts";

export type ScheduleOptions = {
  /** Between the end of a run and the next one, in ms. */
  readonly every: number;
  readonly region: string;
  readonly invoke: (payload: ScheduledEvent) => Promise<InvocationResult>;
};

export type Schedule = { stop(): Promise<void> };

/** How long stopping waits for a run, in ms. */
const GRACE = 2_000;

/**
 * EventBridge's schedule of a function. No two runs are under way at once, because time may go faster here than on AWS.
 * A run that fails is not repeated: the next one follows.
 */
export const startSchedule = ({ every, region, invoke }: ScheduleOptions): Schedule => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await sleep(every, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await invoke(scheduledEvent(region)).catch(() => {});
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
