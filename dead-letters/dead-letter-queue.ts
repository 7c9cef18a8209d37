import type { QueuedMessage } from "./dead-letter.ts";

/** Messages that wait (delayed ones included), and messages that a consumer has received. */
export type QueueDepth = { readonly waiting: number; readonly inFlight: number };

/**
 * A dead-letter queue and the source queue of its messages. A batch has at most ten messages. `send`, `remove` and
 * `release` return the messages that SQS refused one by one; they throw if the whole request failed.
 */
export type DeadLetterQueue = {
  readonly name: string;
  /** About how many messages it holds, visible and in flight. */
  count(): Promise<number>;
  /** About how full both queues are. */
  depths(): Promise<{ readonly source: QueueDepth; readonly deadLetters: QueueDepth }>;
  /** Receives messages, which are invisible to others for some minutes; none if no visible one is left. */
  receive(): Promise<readonly QueuedMessage[]>;
  /** Sends messages to the source queue. */
  send(messages: readonly QueuedMessage[]): Promise<readonly QueuedMessage[]>;
  /** Deletes messages. */
  remove(messages: readonly QueuedMessage[]): Promise<readonly QueuedMessage[]>;
  /** Makes messages visible again at once. */
  release(messages: readonly QueuedMessage[]): Promise<readonly QueuedMessage[]>;
};
