import type { QueuedMessage } from "./dead-letter.ts";
import type { DeadLetterQueue } from "./dead-letter-queue.ts";

export type ScanOptions = {
  /** ISO 8601 UTC; a letter that came later is not visited, so that one that fails again cannot loop. */
  readonly startedAt: string;
  /** Asked before each batch. */
  readonly shouldStop: () => boolean;
};

/** Answers the letters of the batch that are gone from the queue; the others are given back at the end. */
export type Visit = (letters: readonly QueuedMessage[]) => Promise<readonly QueuedMessage[]>;

const BATCH = 10;
/** After so many batches in a row with none but later letters the walk ends: they may come for ever. */
const LATE_BATCHES = 20;

/**
 * Visits each letter that lies in a queue at the start once, ten at a time, and gives back what is still there at the end, also
 * where a visit fails. Of the letters only their receipts are kept meanwhile. @throws the errors of the queue and of the visit
 */
export const scan = async (queue: DeadLetterQueue, options: ScanOptions, visit: Visit): Promise<void> => {
  const held = new Map<string, string>();
  let lateBatches = 0;
  try {
    while (lateBatches < LATE_BATCHES && !options.shouldStop()) {
      const received = await queue.receive();
      if (received.length === 0) return;
      const early = received.filter(({ sentAt }) => sentAt <= options.startedAt);
      const fresh = early.filter(({ id }) => !held.has(id));
      for (const { id, receipt } of received) held.set(id, receipt);
      lateBatches = early.length === 0 ? lateBatches + 1 : 0;
      const gone = fresh.length === 0 ? [] : await visit(fresh);
      for (const { id } of gone) held.delete(id);
    }
  } finally {
    await releaseAll(queue, held);
  }
};

/** A letter that cannot be given back is visible again by itself after some minutes. */
const releaseAll = async (queue: DeadLetterQueue, held: ReadonlyMap<string, string>): Promise<void> => {
  const letters = [...held].map(([id, receipt]) => ({ id, receipt, body: "", sentAt: "", attributes: {} }));
  for (let start = 0; start < letters.length; start += BATCH) {
    await queue.release(letters.slice(start, start + BATCH)).catch(() => undefined);
  }
};
