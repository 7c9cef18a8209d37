import type { Scheduler } from "./calls.ts";
import type { History, SentEvent, Step } from "./history.ts";
import { simulate } from "./simulate.ts";

/** First come, first served: for cases that need no other order. */
export const inOrder = (): Scheduler => {
  const turns: (() => void)[] = [];
  return {
    schedule: () => new Promise<void>((resolve) => turns.push(resolve)),
    count: () => turns.length,
    next: async () => turns.shift()?.(),
  };
};

/** A history of these events, in order; everything else as it is told. */
export const simulateInOrder = (events: readonly SentEvent[], rest: Partial<History> = {}) =>
  simulate({ events, users: [], findLag: 0, steps: [], faults: [], ...rest }, inOrder());

/** Delivers what is there, at most so many at once, and lets it come to its end. */
export const handle = (queue: "hired" | "changed", size = 100): readonly Step[] => [
  { do: "deliver", queue, from: 0, size },
  { do: "run", calls: 1000 },
];
