import { describe, expect, test } from "vitest";
import type { DeadLetterQueue } from "../../dead-letters/dead-letter-queue.ts";
import { countUpReplays, readDeadLetter } from "../../dead-letters/read-dead-letter.ts";
import { ReplayFailed, type ReplayOptions, type ReplaySummary, replayDeadLetters } from "../../dead-letters/replay.ts";
import { inMemoryDeadLetters, queuedMessage, queuedMessages } from "../support/in-memory-dead-letters.ts";

const environment = () => {
  let time = Date.parse("2026-06-02T00:00:00Z");
  const progress: ReplaySummary[] = [];
  return {
    read: readDeadLetter,
    countUp: countUpReplays,
    now: () => new Date(time),
    sleep: async (milliseconds: number) => {
      time += milliseconds;
    },
    shouldStop: () => false,
    onProgress: (summary: ReplaySummary) => void progress.push(summary),
    progress,
    slept: () => time - Date.parse("2026-06-02T00:00:00Z"),
  };
};
const replay = (queue: DeadLetterQueue, options: Partial<ReplayOptions> = {}, world = environment()) =>
  replayDeadLetters(queue, { filter: {}, force: false, ...options }, world);

test("sends each letter back, then deletes it", async () => {
  const letters = inMemoryDeadLetters(queuedMessages(25));
  expect(await replay(letters.queue)).toEqual({
    seen: 25,
    selected: 25,
    sent: 25,
    notSent: 0,
    notDeleted: 0,
    exhausted: [],
  });
  expect(letters.sent).toHaveLength(25);
  expect(await letters.queue.count()).toBe(0);
});

test.each([
  [4, true],
  [5, false],
])("a letter replayed %i times already: sent %s", async (replays, isSent) => {
  const letters = inMemoryDeadLetters([queuedMessage("L1", { replays })]);
  const { sent, exhausted } = await replay(letters.queue);
  expect([sent, exhausted]).toEqual(isSent ? [1, []] : [0, ["L1"]]);
  expect(letters.visible()).toEqual(isSent ? [] : ["L1"]);
  if (!isSent) expect(await replay(letters.queue, { force: true })).toMatchObject({ sent: 1, exhausted: [] });
});

test("keeps to the filter and to the limit", async () => {
  const letters = inMemoryDeadLetters([queuedMessage("L0", { code: "InvalidEvent" }), ...queuedMessages(20).slice(1)]);
  const summary = await replay(letters.queue, { filter: { code: "DirectoryThrottled" }, limit: 12 });
  expect(summary).toMatchObject({ seen: 20, selected: 12, sent: 12 });
  expect(letters.visible()).toHaveLength(8);
  expect(letters.visible()).toContain("L0");
});

test("looks no further once the limit is reached, and tells each step", async () => {
  const letters = inMemoryDeadLetters(queuedMessages(30));
  const world = environment();
  expect(await replay(letters.queue, { limit: 10 }, world)).toMatchObject({ seen: 10, sent: 10 });
  expect(world.progress.map(({ selected, sent, notDeleted }) => [selected, sent, notDeleted])).toEqual([
    [10, 0, 0],
    [10, 10, 10],
    [10, 10, 0],
  ]);
});

test("asks for nothing where no letter is meant", async () => {
  const letters = inMemoryDeadLetters(queuedMessages(3));
  const never = () => Promise.reject(new Error("nothing is to be sent or deleted"));
  const queue = { ...letters.queue, send: never, remove: never };
  expect(await replay(queue, { filter: { code: "InvalidEvent" } })).toMatchObject({ seen: 3, selected: 0 });
});

test("a letter that fails again meanwhile is not sent again", async () => {
  const letters = inMemoryDeadLetters(queuedMessages(3));
  const send: DeadLetterQueue["send"] = async (batch) => {
    for (const { id } of batch) letters.add(queuedMessage(`${id}-again`, { replays: 1 }, "2026-06-02T00:00:01.000Z"));
    return letters.queue.send(batch);
  };
  expect(await replay({ ...letters.queue, send })).toMatchObject({ seen: 3, sent: 3 });
  expect(letters.visible()).toEqual(["L0-again", "L1-again", "L2-again"]);
});

test("an entry that SQS refuses to take or to delete is counted as such and not lost", async () => {
  const letters = inMemoryDeadLetters(queuedMessages(3));
  const send: DeadLetterQueue["send"] = async (batch) => {
    await letters.queue.send(batch.slice(1));
    return batch.slice(0, 1);
  };
  const remove: DeadLetterQueue["remove"] = async (batch) => {
    await letters.queue.remove(batch.slice(1));
    return batch.slice(0, 1);
  };
  const summary = await replay({ ...letters.queue, send, remove });
  expect(summary).toMatchObject({ selected: 3, sent: 2, notSent: 1, notDeleted: 1 });
  expect(letters.visible()).toEqual(["L0", "L1"]);
});

describe("rate", () => {
  test("40 letters at 20 a second take two seconds", async () => {
    const world = environment();
    await replay(inMemoryDeadLetters(queuedMessages(40)).queue, { rate: 20 }, world);
    expect(world.slept()).toBe(2000);
  });

  test("who wants to stop does not wait for it", async () => {
    const world = environment();
    const shouldStop = () => world.slept() >= 1000;
    const summary = await replay(
      inMemoryDeadLetters(queuedMessages(40)).queue,
      { rate: 0.1 },
      { ...world, shouldStop },
    );
    expect([summary.sent, world.slept()]).toEqual([10, 1000]);
  });
});

test.each<[keyof DeadLetterQueue, Partial<ReplaySummary>]>([
  ["receive", { seen: 0, selected: 0, sent: 0 }],
  ["send", { seen: 10, selected: 10, sent: 0, notSent: 0 }],
  ["remove", { seen: 10, selected: 10, sent: 10, notDeleted: 10 }],
])("where %s fails, tells what was done until then and gives all back", async (operation, done) => {
  const letters = inMemoryDeadLetters(queuedMessages(15));
  const failing = { ...letters.queue, [operation]: () => Promise.reject(new Error("SQS is down")) };
  const error = await replay(failing).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ReplayFailed);
  expect((error as ReplayFailed).summary).toMatchObject(done);
  expect((error as ReplayFailed).cause).toMatchObject({ message: "SQS is down" });
  expect(letters.visible()).toHaveLength(15);
});

test("killed at any request and run again, it leaves nothing behind and has sent every letter", async () => {
  for (let kill = 1; kill <= 12; kill += 1) {
    const letters = inMemoryDeadLetters(queuedMessages(25));
    await replay(killedAt(kill, letters.queue)).catch(() => undefined);
    letters.reappear();
    await replay(letters.queue);
    expect(await letters.queue.count()).toBe(0);
    expect(new Set(letters.sent.map(({ id }) => id)).size).toBe(25);
  }
});

/** The process is gone before its n-th request: no later one is made, not even to give letters back. */
const killedAt = (n: number, queue: DeadLetterQueue): DeadLetterQueue => {
  let requests = 0;
  const alive = () => {
    if (++requests >= n) throw new Error("killed");
  };
  return {
    ...queue,
    receive: async () => {
      alive();
      return queue.receive();
    },
    send: async (letters) => {
      alive();
      return queue.send(letters);
    },
    remove: async (letters) => {
      alive();
      return queue.remove(letters);
    },
    release: async (letters) => {
      alive();
      return queue.release(letters);
    },
  };
};
