import { expect, test } from "vitest";
import type { DeadLetterQueue } from "../../dead-letters/dead-letter-queue.ts";
import { type HandleBatch, type ScanOptions, scan } from "../../dead-letters/scan.ts";
import { inMemoryDeadLetters, queuedMessage, queuedMessages, RECEIVED_AT } from "../support/in-memory-dead-letters.ts";

const START: ScanOptions = { shouldStop: () => false, filter: {} };
const LATER = "2026-06-03T00:00:00.000Z";

/** Scans, and returns the IDs that were selected. */
const selectedIn = async (queues: readonly DeadLetterQueue[], options: Partial<ScanOptions> = {}) => {
  const ids: string[] = [];
  await scan(queues, { ...START, ...options }, async ({ selected }) => {
    ids.push(...selected.map(({ id }) => id));
    return [];
  });
  return ids;
};

test("passes on each message once, at most ten at a time, and releases those that remain", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(25));
  const batches: (readonly string[])[] = [];
  await scan([deadLetters.queue], START, async ({ queue, selected }) => {
    batches.push(selected.map(({ id }) => id));
    const gone = selected.slice(0, 1);
    await queue.remove(gone);
    return gone;
  });
  expect(batches.map(({ length }) => length)).toEqual([10, 10, 5]);
  expect(new Set(batches.flat()).size).toBe(25);
  expect(deadLetters.visible()).toHaveLength(22);
});

test("passes on what the filter selects, and returns how many messages it scanned", async () => {
  const deadLetters = inMemoryDeadLetters([...queuedMessages(3), queuedMessage("B", { code: "InvalidEvent" })]);
  const batches: (readonly [number, readonly string[]])[] = [];
  await scan([deadLetters.queue], { ...START, filter: { code: ["InvalidEvent"] } }, async ({ seen, selected }) => {
    batches.push([seen, selected.map(({ id }) => id)]);
    return [];
  });
  expect(batches).toEqual([[4, ["B"]]]);
  expect(deadLetters.visible()).toHaveLength(4);
});

test.each([
  [0, 0, 0],
  [7, 7, 0],
  [10, 10, 0],
  [25, 15, 10],
  [99, 15, 15],
])("applies a limit of %i to all queues together: %i of the first, %i of the second", async (limit, first, second) => {
  const queues = [inMemoryDeadLetters(queuedMessages(15)), inMemoryDeadLetters(queuedMessages(15))];
  let receives = 0;
  const counted = queues.map(({ queue }) => ({
    ...queue,
    receive: async () => {
      receives += 1;
      return queue.receive();
    },
  }));
  expect(await selectedIn(counted, { limit })).toHaveLength(first + second);
  expect(receives).toBeLessThanOrEqual(Math.ceil((limit + 1) / 10) + 3);
  for (const { visible } of queues) expect(visible()).toHaveLength(15);
});

test("stops when it finds the message with an ID, in either queue", async () => {
  const first = inMemoryDeadLetters(queuedMessages(30));
  const never = () => Promise.reject(new Error("unexpected receive from the second queue"));
  const second = { ...inMemoryDeadLetters([]).queue, receive: never };
  expect(await selectedIn([first.queue, second], { filter: { id: "L12" }, limit: 100 })).toEqual(["L12"]);
});

test("selects exhausted dead letters, or passes them on separately, beyond the limit, if it skips them", async () => {
  const deadLetters = inMemoryDeadLetters([queuedMessage("old", { replays: 5 }), ...queuedMessages(2)]);
  expect(await selectedIn([deadLetters.queue])).toEqual(["old", "L0", "L1"]);
  const handled: string[][] = [];
  await scan([deadLetters.queue], { ...START, limit: 1, skipExhausted: true }, async ({ selected, exhausted }) => {
    handled.push([...selected, ...exhausted].map(({ id }) => id));
    return [];
  });
  expect(handled).toEqual([["L0", "old"]]);
});

test("releases only messages that remain, at most ten at a time", async () => {
  const { queue } = inMemoryDeadLetters(queuedMessages(15));
  const released: string[][] = [];
  const release: DeadLetterQueue["release"] = async (messages) => {
    released.push(messages.map(({ receipt }) => receipt));
    return [];
  };
  await scan([{ ...queue, release }], START, async ({ selected }) => selected.filter(({ id }) => id === "L0"));
  expect(released.map(({ length }) => length)).toEqual([10, 4]);
  expect(released.flat()).not.toContain("receipt-L0");
});

test("releases a message that arrived after the start, without passing it on", async () => {
  const deadLetters = inMemoryDeadLetters([queuedMessage("old", {}, RECEIVED_AT), queuedMessage("new", {}, LATER)]);
  expect(await selectedIn([deadLetters.queue])).toEqual(["old"]);
  expect(deadLetters.visible()).toEqual(["old", "new"]);
});

test("starts with the first receive of each queue, by that queue's own clock", async () => {
  const startingAt = (receivedAt: string) => {
    const deadLetters = inMemoryDeadLetters([
      queuedMessage(`until ${receivedAt}`, {}, receivedAt),
      ...queuedMessages(9),
      queuedMessage(`after ${receivedAt}`, {}, "2026-06-02T08:00:00.001Z"),
    ]);
    let receives = 0;
    const receive = async () => {
      receives += 1;
      return { ...(await deadLetters.queue.receive()), receivedAt: receives === 1 ? receivedAt : LATER };
    };
    return { ...deadLetters.queue, receive };
  };
  const ids = await selectedIn([startingAt("2026-06-02T08:00:00.000Z"), startingAt("2026-06-02T07:00:00.000Z")]);
  expect(ids.filter((id) => !id.startsWith("L"))).toEqual([
    "until 2026-06-02T08:00:00.000Z",
    "until 2026-06-02T07:00:00.000Z",
  ]);
});

test("stops after 20 batches of later messages, even if they keep coming", async () => {
  const deadLetters = inMemoryDeadLetters([queuedMessage("old")]);
  let number = 0;
  const receive = async () => {
    deadLetters.add(queuedMessage(`later-${++number}`, {}, LATER));
    return deadLetters.queue.receive();
  };
  await selectedIn([{ ...deadLetters.queue, receive }]);
  expect(number).toBe(21);
  expect(deadLetters.visible()).toHaveLength(number + 1);
});

test("passes on a message once even if SQS delivers it twice", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(1));
  let receives = 0;
  const receive = async () => {
    if (++receives === 2) deadLetters.reappear();
    return deadLetters.queue.receive();
  };
  expect(await selectedIn([{ ...deadLetters.queue, receive }])).toEqual(["L0"]);
  expect(receives).toBe(3);
});

test("releases its messages if a batch fails, and if it is stopped", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(30));
  const fail: HandleBatch = () => Promise.reject(new Error("batch failed"));
  await expect(scan([deadLetters.queue], START, fail)).rejects.toThrow("batch failed");
  expect(deadLetters.visible()).toHaveLength(30);
  let asked = 0;
  expect(await selectedIn([deadLetters.queue], { shouldStop: () => ++asked > 2 })).toHaveLength(20);
  expect(deadLetters.visible()).toHaveLength(30);
});

test("reports the original error even if the release fails too", async () => {
  const { queue } = inMemoryDeadLetters(queuedMessages(1));
  const release = () => Promise.reject(new Error("release failed"));
  const fail: HandleBatch = () => Promise.reject(new Error("batch failed"));
  await expect(scan([{ ...queue, release }], START, fail)).rejects.toThrow("batch failed");
});
