import type { QueuedMessage } from "../../dead-letters/dead-letter.ts";
import type { DeadLetterQueue } from "../../dead-letters/dead-letter-queue.ts";
import { DEAD_LETTER_ATTRIBUTE } from "../../dead-letters/reason.ts";

type Stored = { readonly message: QueuedMessage; visible: boolean };

/** The time by the clock of the queue, unless it is set. */
export const RECEIVED_AT = "2026-06-02T00:00:00.000Z";

/**
 * A dead-letter queue and its source queue in memory. A receive returns at most ten messages, invisible until released.
 */
export const inMemoryDeadLetters = (messages: readonly QueuedMessage[]) => {
  const stored: Stored[] = messages.map((message) => ({ message, visible: true }));
  const sent: QueuedMessage[] = [];
  const find = (receipt: string) => stored.find(({ message }) => message.receipt === receipt);

  const queue: DeadLetterQueue = {
    name: "role-changed",
    depth: async () => {
      const waiting = stored.filter(({ visible }) => visible).length;
      return { waiting, inFlight: stored.length - waiting };
    },
    sourceDepth: async () => ({ waiting: sent.length, inFlight: 0 }),
    receive: async () => {
      const received = stored.filter(({ visible }) => visible).slice(0, 10);
      for (const each of received) each.visible = false;
      return { messages: received.map(({ message }) => message), receivedAt: RECEIVED_AT };
    },
    send: async (batch) => {
      sent.push(...batch);
      return [];
    },
    remove: async (batch) => {
      for (const { receipt } of batch) {
        const found = find(receipt);
        if (found !== undefined) stored.splice(stored.indexOf(found), 1);
      }
      return [];
    },
    release: async (batch) => {
      for (const { receipt } of batch) {
        const found = find(receipt);
        if (found !== undefined) found.visible = true;
      }
      return [];
    },
  };
  return {
    queue,
    sent,
    /** The IDs of the visible messages. */
    visible: () => stored.filter(({ visible }) => visible).map(({ message }) => message.id),
    /** Makes all messages visible, as after the visibility time-out of a dead reader. */
    reappear: () => {
      for (const each of stored) each.visible = true;
    },
    add: (message: QueuedMessage) => void stored.push({ message, visible: true }),
  };
};

/** A dead letter, sent at noon on 2026-06-01 by default. */
export const queuedMessage = (id: string, reason: object = {}, sentAt = "2026-06-01T12:00:00.000Z"): QueuedMessage => {
  const stringValue = JSON.stringify({
    code: "DirectoryThrottled",
    message: "too many requests",
    attempts: 5,
    failedAt: sentAt,
    sourceQueue: "role-changed",
    eventId: `event-${id}`,
    employeeId: id,
    replays: 0,
    ...reason,
  });
  const attributes = { [DEAD_LETTER_ATTRIBUTE]: { dataType: "String", stringValue } };
  return { id, receipt: `receipt-${id}`, body: `body of ${id}`, sentAt, attributes };
};

export const queuedMessages = (count: number): readonly QueuedMessage[] =>
  Array.from({ length: count }, (_, index) => queuedMessage(`L${index}`));
