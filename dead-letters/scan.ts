import {
  type DeadLetter,
  type DeadLetterFilter,
  isExhausted,
  matchesFilter,
  type QueuedMessage,
} from "./dead-letter.ts";
import type { DeadLetterQueue } from "./dead-letter-queue.ts";
import { readDeadLetter } from "./read-dead-letter.ts";

export type ScanOptions = {
  /** Asked before each batch. */
  readonly shouldStop: () => boolean;
  readonly filter: DeadLetterFilter;
  /** At most so many dead letters are selected, of all queues together. */
  readonly limit?: number | undefined;
  /** Select no exhausted dead letters. */
  readonly skipExhausted?: boolean;
};

/** What one receive brought: `seen` messages, of which `selected` match and `exhausted` match but are skipped. */
export type Batch = {
  readonly queue: DeadLetterQueue;
  /** The start of the queue's scan by SQS's clock, ISO 8601 UTC. */
  readonly startedAt: string;
  readonly seen: number;
  readonly selected: readonly DeadLetter[];
  readonly exhausted: readonly DeadLetter[];
};

/** Returns the messages that are gone from the queue; the scan gives the others back at its end. */
export type HandleBatch = (batch: Batch) => Promise<readonly QueuedMessage[]>;

const BATCH = 10;
/** After so many batches in a row with none but later messages the scan ends: they may come for ever. */
const LATE_BATCHES = 20;

/**
 * Looks once at each message that is in the queues at the start, queue after queue, and hands over what the filter
 * selects. A message that came later is not looked at, so that one that fails again cannot loop: a queue's start is its
 * first receive, by SQS's clock, which also dates the messages. Gives back all that is still there at the end, also if `handle` fails. Only receipts are kept meanwhile.
 * @throws the errors of the queue and of `handle`
 */
export const scan = async (
  queues: readonly DeadLetterQueue[],
  options: ScanOptions,
  handle: HandleBatch,
): Promise<void> => {
  // An ID belongs to one message: once it is found, the others need not be looked at.
  const most = options.filter.id === undefined ? Number.POSITIVE_INFINITY : 1;
  let limit = Math.min(options.limit ?? Number.POSITIVE_INFINITY, most);
  for (const queue of queues) limit -= await scanQueue(queue, { ...options, limit }, handle);
};

/** Returns how many it selected. */
const scanQueue = async (
  queue: DeadLetterQueue,
  options: ScanOptions & { readonly limit: number },
  handle: HandleBatch,
): Promise<number> => {
  const held = new Map<string, string>();
  let [selected, lateBatches] = [0, 0];
  let startedAt: string | undefined;
  try {
    while (selected < options.limit && lateBatches < LATE_BATCHES && !options.shouldStop()) {
      const { messages, receivedAt } = await queue.receive();
      if (messages.length === 0) break;
      startedAt ??= receivedAt;
      const early = sentUntil(startedAt, messages);
      const fresh = early.filter(({ id }) => !held.has(id));
      for (const { id, receipt } of messages) held.set(id, receipt);
      lateBatches = early.length === 0 ? lateBatches + 1 : 0;
      if (fresh.length === 0) continue;
      const batch = select(fresh, { ...options, limit: options.limit - selected });
      selected += batch.selected.length;
      for (const { id } of await handle({ queue, startedAt, seen: fresh.length, ...batch })) held.delete(id);
    }
    return selected;
  } finally {
    await releaseAll(queue, held);
  }
};

const sentUntil = (time: string, messages: readonly QueuedMessage[]): readonly QueuedMessage[] =>
  messages.filter(({ sentAt }) => sentAt <= time);

const select = (messages: readonly QueuedMessage[], { filter, limit, skipExhausted = false }: ScanOptions) => {
  const matching = messages.map(readDeadLetter).filter((deadLetter) => matchesFilter(deadLetter, filter));
  const isSkipped = (deadLetter: DeadLetter) => skipExhausted && isExhausted(deadLetter);
  return {
    selected: matching.filter((deadLetter) => !isSkipped(deadLetter)).slice(0, limit),
    exhausted: matching.filter(isSkipped),
  };
};

/** A message that cannot be given back is visible again by itself after some minutes. */
const releaseAll = async (queue: DeadLetterQueue, held: ReadonlyMap<string, string>): Promise<void> => {
  const messages = [...held].map(([id, receipt]) => ({ id, receipt, body: "", sentAt: "", attributes: {} }));
  for (let start = 0; start < messages.length; start += BATCH) {
    await queue.release(messages.slice(start, start + BATCH)).catch(() => undefined);
  }
};
