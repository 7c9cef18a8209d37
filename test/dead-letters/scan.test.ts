import { expect, test } from "vitest";
import { scan } from "../../dead-letters/scan.ts";
import { inMemoryDeadLetters, queuedMessage, queuedMessages } from "../support/in-memory-dead-letters.ts";

const START = { startedAt: "2026-06-02T00:00:00.000Z", shouldStop: () => false };
const LATER = "2026-06-03T00:00:00.000Z";

test("visits each letter once, at most ten at a time, and gives back those that are not gone", async () => {
  const letters = inMemoryDeadLetters(queuedMessages(25));
  const batches: (readonly string[])[] = [];
  await scan(letters.queue, START, async (batch) => {
    batches.push(batch.map(({ id }) => id));
    const gone = batch.slice(0, 1);
    await letters.queue.remove(gone);
    return gone;
  });
  expect(batches.map(({ length }) => length)).toEqual([10, 10, 5]);
  expect(new Set(batches.flat()).size).toBe(25);
  expect(letters.visible()).toHaveLength(22);
});

test("does not visit a letter that came after the start, and gives it back", async () => {
  const letters = inMemoryDeadLetters([queuedMessage("old"), queuedMessage("new", {}, LATER)]);
  const visited: string[] = [];
  await scan(letters.queue, START, async (batch) => {
    visited.push(...batch.map(({ id }) => id));
    return [];
  });
  expect(visited).toEqual(["old"]);
  expect(letters.visible()).toEqual(["old", "new"]);
});

test("ends though later letters come for ever", async () => {
  const letters = inMemoryDeadLetters([queuedMessage("old")]);
  let number = 0;
  const receive = async () => {
    letters.add(queuedMessage(`later-${++number}`, {}, LATER));
    return letters.queue.receive();
  };
  await scan({ ...letters.queue, receive }, START, async () => []);
  expect(letters.visible()).toHaveLength(number + 1);
});

test("a letter that SQS delivers twice is visited once", async () => {
  const letters = inMemoryDeadLetters(queuedMessages(1));
  let receives = 0;
  const receive = async () => {
    if (++receives === 2) letters.reappear();
    return letters.queue.receive();
  };
  let visits = 0;
  await scan({ ...letters.queue, receive }, START, async () => {
    visits += 1;
    return [];
  });
  expect([receives, visits]).toEqual([3, 1]);
});

test("gives back what it holds where a visit fails, and where it is stopped", async () => {
  const letters = inMemoryDeadLetters(queuedMessages(30));
  await expect(scan(letters.queue, START, () => Promise.reject(new Error("visit failed")))).rejects.toThrow(
    "visit failed",
  );
  expect(letters.visible()).toHaveLength(30);
  let asked = 0;
  await scan(letters.queue, { ...START, shouldStop: () => ++asked > 2 }, async () => []);
  expect(letters.visible()).toHaveLength(30);
});

test("a queue that refuses to take letters back does not hide the cause", async () => {
  const { queue } = inMemoryDeadLetters(queuedMessages(1));
  const release = () => Promise.reject(new Error("release failed"));
  const visit = () => Promise.reject(new Error("visit failed"));
  await expect(scan({ ...queue, release }, START, visit)).rejects.toThrow("visit failed");
});
