import type { QueuedMessage } from "./dead-letter.ts";

/** Messages that wait (delayed ones included), and messages that a consumer has received. */
export type QueueDepth = { readonly waiting: number; readonly inFlight: number };

/** What one receive brought. `receivedAt` is the time by SQS's own clock, ISO 8601 UTC, `CLOCK_STEP_MS` exact. */
export type Received = { readonly messages: readonly QueuedMessage[]; readonly receivedAt: string };

/** SQS says the time in whole seconds. `receivedAt` is the end of the second. */
export const CLOCK_STEP_MS = 1000;

/** A message that SQS did not take. `because` is SQS's error code. */
export type Refusal = { readonly id: string; readonly because: string };

/**
 * A dead-letter queue and the source queue of its messages. A batch has at most ten messages. `send`, `remove` and
 * `release` return the messages that SQS refused one by one; they throw if the whole request failed.
 */
export type DeadLetterQueue = {
  readonly name: string;
  /** About how many dead letters there are. */
  depth(): Promise<QueueDepth>;
  /** About how many messages the source queue holds. */
  sourceDepth(): Promise<QueueDepth>;
  /** Receives messages, which are invisible to others for some minutes; none if no visible one is left. */
  receive(): Promise<Received>;
  /** Sends messages to the source queue, in as many requests as their size needs. */
  send(messages: readonly QueuedMessage[]): Promise<readonly Refusal[]>;
  /** Deletes messages. */
  remove(messages: readonly QueuedMessage[]): Promise<readonly QueuedMessage[]>;
  /** Makes messages visible again at once. */
  release(messages: readonly QueuedMessage[]): Promise<readonly QueuedMessage[]>;
};
