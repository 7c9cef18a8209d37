import type { Scheduler } from "./calls.ts";
import type { History, QueueName, SentEvent, Step } from "./history.ts";
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

/** The same, but `worker` goes first until it has come to `until`; then all others go first. */
export const ahead = (worker: string, until: string): Scheduler => {
  const turns: { readonly label: string; readonly go: () => void }[] = [];
  let isThere = false;
  return {
    schedule: (label) => new Promise<void>((resolve) => turns.push({ label, go: resolve })),
    count: () => turns.length,
    next: async () => {
      const preferred = turns.findIndex(({ label }) => label.startsWith(worker) !== isThere);
      const [turn] = turns.splice(Math.max(0, preferred), 1);
      isThere ||= turn?.label === `${worker}: ${until}`;
      turn?.go();
    },
  };
};

/** Simulates a history of these events, in order; `rest` sets everything else. */
export const simulateInOrder = (
  events: readonly SentEvent[],
  rest: Partial<History> = {},
  scheduler: Scheduler = inOrder(),
) => simulate({ events, users: [], findLag: 0, steps: [], faults: [], ...rest }, scheduler);

/** Delivers a batch of at most `size` messages, and lets the function finish. */
export const handle = (queue: QueueName, size = 100): readonly Step[] => [
  { do: "deliver", queue, from: 0, size },
  { do: "run", calls: 1000 },
];

/** Waits, and runs the function that wakes whoever is due. */
export const wakeAfter = (seconds: number): readonly Step[] => [
  { do: "wait", seconds },
  { do: "wake" },
  { do: "run", calls: 100 },
];

/** Whoever is due in a minute is woken, and handled. */
export const wakeUp: readonly Step[] = [...wakeAfter(60), ...handle("hired"), ...handle("changed"), ...handle("left")];
