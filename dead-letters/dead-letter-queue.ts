import type { QueuedMessage } from "./dead-letter.ts";

/** Messages that wait, and those that somebody is handling. Delayed ones wait, too. */
export type QueueDepth = { readonly waiting: number; readonly inFlight: number };

/**
 * A dead-letter queue and the queue that its letters came from. Batches are of at most ten letters. `send`, `remove` and `release`
 * answer the letters that SQS refused, one by one; they throw where the whole request failed.
 */
export type DeadLetterQueue = {
  readonly name: string;
  /** Letters in it now, about: visible and in flight. */
  count(): Promise<number>;
  /** How full both queues are, about. */
  depths(): Promise<{ readonly source: QueueDepth; readonly deadLetters: QueueDepth }>;
  /** Takes letters and hides them from others for some minutes; none where nothing visible is left. */
  receive(): Promise<readonly QueuedMessage[]>;
  /** Sends letters to the queue they came from. */
  send(letters: readonly QueuedMessage[]): Promise<readonly QueuedMessage[]>;
  /** Deletes letters. */
  remove(letters: readonly QueuedMessage[]): Promise<readonly QueuedMessage[]>;
  /** Gives letters back at once. */
  release(letters: readonly QueuedMessage[]): Promise<readonly QueuedMessage[]>;
};
