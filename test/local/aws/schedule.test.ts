import type { ScheduledEvent } from "aws-lambda";
import { afterEach, expect, test } from "vitest";
import type { InvocationResult } from "../../../local/aws/function-runtime.ts";
import { type Schedule, startSchedule } from "../../../local/aws/schedule.ts";

const DONE: InvocationResult = { succeeded: true, payload: "null" };
let schedule: Schedule | undefined;
afterEach(() => schedule?.stop());

const start = (invoke: (event: ScheduledEvent) => Promise<InvocationResult>) => {
  schedule = startSchedule({ every: 1, longest: 60_000, region: "us-east-1", invoke });
};

test("runs the function again and again, with EventBridge's scheduled event", async () => {
  const events: ScheduledEvent[] = [];
  start(async (event) => {
    events.push(event);
    return DONE;
  });
  await expect.poll(() => events.length).toBeGreaterThan(2);
  expect(events[0]).toMatchObject({ source: "aws.events", "detail-type": "Scheduled Event", region: "us-east-1" });
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});

test("goes on after a run that failed", async () => {
  let runs = 0;
  start(async () => {
    runs += 1;
    if (runs === 1) throw new Error("the execution environment exited");
    return { succeeded: false, errorType: "Error", errorMessage: "it failed" };
  });
  await expect.poll(() => runs).toBeGreaterThan(2);
});

test("waits for a run before it begins the next, and for the last one when it stops", async () => {
  const ends: (() => void)[] = [];
  start(() => new Promise((resolve) => ends.push(() => resolve(DONE))));
  await expect.poll(() => ends.length).toBe(1);
  let quickRuns = 0;
  const invoke = async () => {
    quickRuns += 1;
    return DONE;
  };
  const quick = startSchedule({ every: 1, longest: 60_000, region: "us-east-1", invoke });
  await expect.poll(() => quickRuns).toBeGreaterThan(5);
  await quick.stop();
  expect(ends).toHaveLength(1);
  let stopped = false;
  const stopping = schedule?.stop().then(() => {
    stopped = true;
  });
  expect(stopped).toBe(false);
  ends[0]?.();
  await stopping;
  expect(ends).toHaveLength(1);
});

test("waits until what a run sent can be handled, and no longer than AWS does", async () => {
  const payloads = ['{"sent":0}', '{"sent":1000}'];
  let runs = 0;
  const invoke = async (): Promise<InvocationResult> => {
    runs += 1;
    return { succeeded: true, payload: payloads[runs - 1] ?? "null" };
  };
  schedule = startSchedule({ every: 1, longest: 60_000, region: "us-east-1", invoke });
  await expect.poll(() => runs).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(runs).toBe(2);
  await schedule.stop();
  runs = 0;
  schedule = startSchedule({ every: 1, longest: 2, region: "us-east-1", invoke });
  await expect.poll(() => runs).toBeGreaterThan(4);
});
