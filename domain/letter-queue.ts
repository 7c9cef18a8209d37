import type { RawLetter } from "./letter.ts";

/** Messages that wait, and those that somebody is handling. Delayed ones wait, too. */
export type QueueDepth = { readonly waiting: number; readonly inFlight: number };

/**
 * A dead-letter queue and the queue that its letters came from. Batches are of at most ten letters. `send`, `remove` and `release`
 * answer the letters that SQS refused, one by one; they throw where the whole request failed.
 */
export type LetterQueue = {
  readonly name: string;
  /** Letters in it now, about: visible and in flight. */
  count(): Promise<number>;
  /** How full both queues are, about. */
  depths(): Promise<{ readonly source: QueueDepth; readonly deadLetters: QueueDepth }>;
  /** Takes letters and hides them from others for some minutes; none where nothing visible is left. */
  receive(): Promise<readonly RawLetter[]>;
  /** Sends letters to the queue they came from. */
  send(letters: readonly RawLetter[]): Promise<readonly RawLetter[]>;
  /** Deletes letters. */
  remove(letters: readonly RawLetter[]): Promise<readonly RawLetter[]>;
  /** Gives letters back at once. */
  release(letters: readonly RawLetter[]): Promise<readonly RawLetter[]>;
};
