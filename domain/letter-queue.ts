import type { RawLetter } from "./letter.ts";

/**
 * A dead-letter queue and the queue that its letters came from. Batches are of at most ten letters. `send`, `remove` and `release`
 * answer the letters that SQS refused, one by one; they throw where the whole request failed.
 */
export type LetterQueue = {
  readonly name: string;
  /** Letters in it now, about: visible, in flight and delayed. */
  count(): Promise<number>;
  /** Takes letters and hides them from others for some minutes; none where nothing visible is left. */
  receive(): Promise<readonly RawLetter[]>;
  /** Sends letters to the queue they came from. */
  send(letters: readonly RawLetter[]): Promise<readonly RawLetter[]>;
  /** Deletes letters. */
  remove(letters: readonly RawLetter[]): Promise<readonly RawLetter[]>;
  /** Gives letters back at once. */
  release(letters: readonly RawLetter[]): Promise<readonly RawLetter[]>;
};
