import type { Scheduler } from "./calls.ts";
import type { History, SentEvent, Step } from "./history.ts";
import { simulate } from "./simulate.ts";

/** First in, first out: for cases that need no special order. */
export const inOrder = (): Scheduler => {
  const turns: (() => void)[] = [];
  return {
    schedule: () => new Promise<void>((resolve) => turns.push(resolve)),
    count: () => turns.length,
    next: async () => turns.shift()?.(),
  };
};

/** Simulates a history of these events, in order; `rest` sets everything else. */
export const simulateInOrder = (events: readonly SentEvent[], rest: Partial<History> = {}) =>
  simulate({ events, users: [], findLag: 0, steps: [], faults: [], ...rest }, inOrder());

/** Delivers a batch of at most `size` messages, and lets the function finish. */
export const handle = (queue: "hired" | "changed", size = 100): readonly Step[] => [
  { do: "deliver", queue, from: 0, size },
  { do: "run", calls: 1000 },
];
