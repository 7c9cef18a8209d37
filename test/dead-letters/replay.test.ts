import { describe, expect, test } from "vitest";
import type { DeadLetterQueue } from "../../dead-letters/dead-letter-queue.ts";
import { ReplayFailed, type ReplayOptions, type ReplaySummary, replayDeadLetters } from "../../dead-letters/replay.ts";
import { inMemoryDeadLetters, queuedMessage, queuedMessages, RECEIVED_AT } from "../support/in-memory-dead-letters.ts";

const fakeDependencies = () => {
  let time = Date.parse("2026-06-02T00:00:00Z");
  const progress: ReplaySummary[] = [];
  return {
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
const replay = (queue: DeadLetterQueue, options: Partial<ReplayOptions> = {}, dependencies = fakeDependencies()) =>
  replayDeadLetters(queue, { filter: {}, force: false, ...options }, dependencies);

test("sends each dead letter back before it deletes it", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(25));
  expect(await replay(deadLetters.queue)).toEqual({
    seen: 25,
    selected: 25,
    sent: 25,
    notSent: [],
    notDeleted: 0,
    exhausted: [],
  });
  expect(deadLetters.sent).toHaveLength(25);
  expect(await deadLetters.queue.depth()).toEqual({ waiting: 0, inFlight: 0 });
});

test.each([
  [4, true],
  [5, false],
])("a dead letter that was replayed %i times is sent: %s", async (replays, isSent) => {
  const deadLetters = inMemoryDeadLetters([queuedMessage("L1", { replays })]);
  const { sent, exhausted } = await replay(deadLetters.queue);
  expect([sent, exhausted]).toEqual(isSent ? [1, []] : [0, ["L1"]]);
  expect(deadLetters.visible()).toEqual(isSent ? [] : ["L1"]);
  if (!isSent) expect(await replay(deadLetters.queue, { force: true })).toMatchObject({ sent: 1, exhausted: [] });
});

test("respects the filter and the limit", async () => {
  const deadLetters = inMemoryDeadLetters([
    queuedMessage("L0", { code: "InvalidEvent" }),
    ...queuedMessages(20).slice(1),
  ]);
  const summary = await replay(deadLetters.queue, { filter: { code: ["DirectoryThrottled"] }, limit: 12 });
  expect(summary).toMatchObject({ seen: 20, selected: 12, sent: 12 });
  expect(deadLetters.visible()).toHaveLength(8);
  expect(deadLetters.visible()).toContain("L0");
});

test("stops scanning at the limit, and reports its progress", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(30));
  const dependencies = fakeDependencies();
  expect(await replay(deadLetters.queue, { limit: 10 }, dependencies)).toMatchObject({ seen: 10, sent: 10 });
  expect(dependencies.progress.map(({ selected, sent, notDeleted }) => [selected, sent, notDeleted])).toEqual([
    [10, 0, 0],
    [10, 10, 10],
    [10, 10, 0],
  ]);
});

test("sends no request if no dead letter is selected", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(3));
  const never = () => Promise.reject(new Error("unexpected send or delete"));
  const queue = { ...deadLetters.queue, send: never, remove: never };
  expect(await replay(queue, { filter: { code: ["InvalidEvent"] } })).toMatchObject({ seen: 3, selected: 0 });
});

test("does not send a dead letter that fails again during the replay", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(3));
  const send: DeadLetterQueue["send"] = async (batch) => {
    for (const { id } of batch)
      deadLetters.add(queuedMessage(`${id}-again`, { replays: 1 }, "2026-06-02T00:00:01.000Z"));
    return deadLetters.queue.send(batch);
  };
  expect(await replay({ ...deadLetters.queue, send })).toMatchObject({ seen: 3, sent: 3 });
  expect(deadLetters.visible()).toEqual(["L0-again", "L1-again", "L2-again"]);
});

test("counts and keeps an entry that SQS does not accept or delete", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(3));
  const send: DeadLetterQueue["send"] = async (batch) => {
    await deadLetters.queue.send(batch.slice(1));
    return batch.slice(0, 1).map(({ id }) => ({ id, because: "InvalidMessageContents" }));
  };
  const remove: DeadLetterQueue["remove"] = async (batch) => {
    await deadLetters.queue.remove(batch.slice(1));
    return batch.slice(0, 1);
  };
  const summary = await replay({ ...deadLetters.queue, send, remove });
  expect(summary).toMatchObject({
    selected: 3,
    sent: 2,
    notSent: [{ id: "L0", because: "InvalidMessageContents" }],
    notDeleted: 1,
  });
  expect(deadLetters.visible()).toEqual(["L0", "L1"]);
});

test("deletes nothing if SQS accepts nothing", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(3));
  const remove = () => Promise.reject(new Error("unexpected delete"));
  const send: DeadLetterQueue["send"] = async (batch) => batch.map(({ id }) => ({ id, because: "InternalError" }));
  const summary = await replay({ ...deadLetters.queue, send, remove });
  expect(summary).toMatchObject({ selected: 3, sent: 0, notDeleted: 0 });
  expect(summary.notSent).toHaveLength(3);
  expect(deadLetters.visible()).toHaveLength(3);
});

test("does not send again what fails again in the second of the start, which SQS's clock cannot tell from it", async () => {
  const inThatSecond = new Date(Date.parse(RECEIVED_AT) - 1).toISOString();
  const present = { ...queuedMessage("present", { replays: 1 }, inThatSecond), body: "another body" };
  const deadLetters = inMemoryDeadLetters([...queuedMessages(12), present]);
  const send: DeadLetterQueue["send"] = async (batch) => {
    for (const { id, body, attributes } of batch)
      deadLetters.add({ ...queuedMessage(`${id}-again`, {}, inThatSecond), body, attributes });
    return deadLetters.queue.send(batch);
  };
  expect(await replay({ ...deadLetters.queue, send })).toMatchObject({ selected: 13, sent: 13 });
  expect(deadLetters.visible()).toHaveLength(13);
});

describe("rate", () => {
  test("sends 40 dead letters at 20 per second in two seconds", async () => {
    const dependencies = fakeDependencies();
    await replay(inMemoryDeadLetters(queuedMessages(40)).queue, { rate: 20 }, dependencies);
    expect(dependencies.slept()).toBe(2000);
  });

  test("does not wait after the limit is reached", async () => {
    const dependencies = fakeDependencies();
    await replay(inMemoryDeadLetters(queuedMessages(40)).queue, { rate: 0.1, limit: 10 }, dependencies);
    expect(dependencies.slept()).toBe(0);
  });

  test("does not delay an interruption", async () => {
    const dependencies = fakeDependencies();
    const shouldStop = () => dependencies.slept() >= 1000;
    const summary = await replay(
      inMemoryDeadLetters(queuedMessages(40)).queue,
      { rate: 0.1 },
      { ...dependencies, shouldStop },
    );
    expect([summary.sent, dependencies.slept()]).toEqual([10, 1000]);
  });
});

test.each<[keyof DeadLetterQueue, Partial<ReplaySummary>]>([
  ["receive", { seen: 0, selected: 0, sent: 0 }],
  ["send", { seen: 10, selected: 10, sent: 0, notSent: [] }],
  ["remove", { seen: 10, selected: 10, sent: 10, notDeleted: 10 }],
])("if %s fails, reports what was done before, and releases the rest", async (operation, done) => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(15));
  const failing = { ...deadLetters.queue, [operation]: () => Promise.reject(new Error("SQS is down")) };
  const error = await replay(failing).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ReplayFailed);
  expect((error as ReplayFailed).summary).toMatchObject(done);
  expect((error as ReplayFailed).cause).toMatchObject({ message: "SQS is down" });
  expect(deadLetters.visible()).toHaveLength(15);
});

test("killed at any request and run again, it sends every dead letter and leaves none", async () => {
  for (let kill = 1; kill <= 12; kill += 1) {
    const deadLetters = inMemoryDeadLetters(queuedMessages(25));
    await replay(killedAt(kill, deadLetters.queue)).catch(() => undefined);
    deadLetters.reappear();
    await replay(deadLetters.queue);
    expect(await deadLetters.queue.depth()).toEqual({ waiting: 0, inFlight: 0 });
    expect(new Set(deadLetters.sent.map(({ id }) => id)).size).toBe(25);
  }
});

/** Kills the process before its n-th request. It makes no later one, not even to release dead letters. */
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
    send: async (deadLetters) => {
      alive();
      return queue.send(deadLetters);
    },
    remove: async (deadLetters) => {
      alive();
      return queue.remove(deadLetters);
    },
    release: async (deadLetters) => {
      alive();
      return queue.release(deadLetters);
    },
  };
};
