import type { QueuedMessage } from "../../dead-letters/dead-letter.ts";
import type { DeadLetterQueue } from "../../dead-letters/dead-letter-queue.ts";
import { DEAD_LETTER_ATTRIBUTE } from "../../dead-letters/reason.ts";

type Message = { readonly letter: QueuedMessage; hidden: boolean };

/** A dead-letter queue and its source in memory. A receive gives at most ten, and hides them until they are given back. */
export const inMemoryDeadLetters = (letters: readonly QueuedMessage[]) => {
  const lying: Message[] = letters.map((letter) => ({ letter, hidden: false }));
  const sent: QueuedMessage[] = [];
  const find = (receipt: string) => lying.find((message) => message.letter.receipt === receipt);

  const queue: DeadLetterQueue = {
    name: "role-changed",
    count: async () => lying.length,
    depths: async () => ({
      source: { waiting: sent.length, inFlight: 0 },
      deadLetters: { waiting: lying.length, inFlight: 0 },
    }),
    receive: async () => {
      const visible = lying.filter(({ hidden }) => !hidden).slice(0, 10);
      for (const message of visible) message.hidden = true;
      return visible.map(({ letter }) => letter);
    },
    send: async (batch) => {
      sent.push(...batch);
      return [];
    },
    remove: async (batch) => {
      for (const { receipt } of batch) {
        const message = find(receipt);
        if (message !== undefined) lying.splice(lying.indexOf(message), 1);
      }
      return [];
    },
    release: async (batch) => {
      for (const { receipt } of batch) {
        const message = find(receipt);
        if (message !== undefined) message.hidden = false;
      }
      return [];
    },
  };
  return {
    queue,
    sent,
    /** Those that anybody can receive now. */
    visible: () => lying.filter(({ hidden }) => !hidden).map(({ letter }) => letter.id),
    /** After the visibility time-out of a reader that died. */
    reappear: () => {
      for (const message of lying) message.hidden = false;
    },
    add: (letter: QueuedMessage) => void lying.push({ letter, hidden: false }),
  };
};

/** A letter that came at noon of 2026-06-01 unless told. */
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
