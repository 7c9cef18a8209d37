import type { RawLetter } from "./letter.ts";
import type { LetterQueue } from "./letter-queue.ts";

export type WalkOptions = {
  /** ISO 8601 UTC; a letter that came later is not visited, so that one that fails again cannot loop. */
  readonly startedAt: string;
  /** Asked before each batch. */
  readonly shouldStop: () => boolean;
};

/** Answers the letters of the batch that are gone from the queue; the others are given back at the end. */
export type Visit = (letters: readonly RawLetter[]) => Promise<readonly RawLetter[]>;

const BATCH = 10;

/**
 * Visits each letter that lies in a queue at the start once, ten at a time, and gives back what is still there at the end, also
 * where a visit fails. Of the letters only their receipts are kept meanwhile.
 */
export const walkLetters = async (queue: LetterQueue, options: WalkOptions, visit: Visit): Promise<void> => {
  const held = new Map<string, string>();
  try {
    while (!options.shouldStop()) {
      const received = await queue.receive();
      if (received.length === 0) return;
      const fresh = received.filter(({ id, sentAt }) => !held.has(id) && sentAt <= options.startedAt);
      for (const { id, receipt } of received) held.set(id, receipt);
      const gone = fresh.length === 0 ? [] : await visit(fresh);
      for (const { id } of gone) held.delete(id);
    }
  } finally {
    await releaseAll(queue, held);
  }
};

/** A letter that cannot be given back is visible again by itself after some minutes. */
const releaseAll = async (queue: LetterQueue, held: ReadonlyMap<string, string>): Promise<void> => {
  const letters = [...held].map(([id, receipt]) => ({ id, receipt, body: "", sentAt: "", attributes: {} }));
  for (let start = 0; start < letters.length; start += BATCH) {
    await queue.release(letters.slice(start, start + BATCH)).catch(() => undefined);
  }
};
