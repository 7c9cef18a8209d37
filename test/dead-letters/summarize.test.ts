import { expect, test } from "vitest";
import { type SummarizeOptions, summarize } from "../../dead-letters/summarize.ts";
import { CATALOGUE } from "../../events/catalogue.ts";
import { inMemoryDeadLetters, queuedMessage, queuedMessages } from "../support/in-memory-dead-letters.ts";

const summaryOf = (deadLetters: ReturnType<typeof inMemoryDeadLetters>, options: Partial<SummarizeOptions> = {}) =>
  summarize(deadLetters.queue, {
    shouldStop: () => false,
    filter: {},
    keep: 100,
    ...options,
  });

test("counts all dead letters by code, keeps the first ones, and consumes none", async () => {
  const deadLetters = inMemoryDeadLetters([
    ...queuedMessages(20),
    queuedMessage("B", { code: "InvalidEvent" }),
    queuedMessage("C", { replays: 5 }),
  ]);
  const found = await summaryOf(deadLetters, { keep: 3 });
  expect(found).toMatchObject({
    seen: 22,
    matching: 22,
    exhausted: 1,
    byCode: { DirectoryThrottled: 21, InvalidEvent: 1 },
  });
  expect(found.deadLetters.map(({ id }) => id)).toEqual(["L0", "L1", "L2"]);
  expect(deadLetters.visible()).toHaveLength(22);
});

test("with a limit, counts what a replay with that limit would send, and what it would leave alone", async () => {
  const deadLetters = inMemoryDeadLetters([queuedMessage("old", { replays: 5 }), ...queuedMessages(20)]);
  expect(await summaryOf(deadLetters, { limit: 5, skipExhausted: true })).toMatchObject({ matching: 5, exhausted: 1 });
});

test("reports what was in flight before it looked", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(12));
  await deadLetters.queue.receive();
  expect(await summaryOf(deadLetters)).toMatchObject({ depth: { waiting: 2, inFlight: 10 }, seen: 2 });
});

test("reports when the oldest arrived, in any order of receives", async () => {
  const at = (hour: number) => queuedMessage(`L${hour}`, {}, `2026-06-01T${hour}:00:00.000Z`);
  expect((await summaryOf(inMemoryDeadLetters([at(12), at(11), at(13)]))).oldest).toBe("2026-06-01T11:00:00.000Z");
  expect(await summaryOf(inMemoryDeadLetters([]))).not.toHaveProperty("oldest");
});

test.each<[SummarizeOptions["filter"], string[]]>([
  [{ code: ["InvalidEvent"] }, ["B"]],
  [{ code: ["Unexpected", "InvalidEvent"] }, ["B"]],
  [{ employee: "L3" }, ["L3"]],
  [{ since: "2026-06-01T12:00:01.000Z" }, ["B"]],
  [{ since: "2026-06-01T13:00:00.000Z" }, ["B"]],
  [{ until: "2026-06-01T12:00:00.000Z", employee: "L1" }, ["L1"]],
  [{ until: "2026-06-01T12:59:59.999Z", code: ["InvalidEvent"] }, []],
  [{ type: CATALOGUE.hired.type, employee: "L1" }, []],
  [{ code: ["Unexpected"] }, []],
])("%j selects %j", async (filter, ids) => {
  const late = queuedMessage("B", { code: "InvalidEvent" }, "2026-06-01T13:00:00.000Z");
  const { deadLetters, matching } = await summaryOf(inMemoryDeadLetters([...queuedMessages(5), late]), { filter });
  expect(deadLetters.map(({ id }) => id)).toEqual(ids);
  expect(matching).toBe(ids.length);
});

test("selects the dead letters of a type", async () => {
  const deadLetters = inMemoryDeadLetters([
    { ...queuedMessage("H"), body: JSON.stringify({ type: CATALOGUE.hired.type }) },
    queuedMessage("L1"),
  ]);
  expect(
    (await summaryOf(deadLetters, { filter: { type: CATALOGUE.hired.type } })).deadLetters.map(({ id }) => id),
  ).toEqual(["H"]);
});

test("finds an event by its ID, by the message that brought it, and by the dead letter's own", async () => {
  const moved = { ...queuedMessage("M"), movedBySqs: true, body: JSON.stringify({ id: "event-1" }) };
  const other = queuedMessage("other", { eventId: "event-2", messageId: "message-2" });
  const deadLetters = () => inMemoryDeadLetters([queuedMessage("L1", { eventId: "event-1" }), other, moved]);
  const found = async (event: string) =>
    (await summaryOf(deadLetters(), { filter: { event } })).deadLetters.map(({ id }) => id);
  expect(await found("event-1")).toEqual(["L1", "M"]);
  expect(await found("message-2")).toEqual(["other"]);
  expect(await found("other")).toEqual(["other"]);
  expect(await found("event-3")).toEqual([]);
});

test("stops scanning when it finds the dead letter with an ID", async () => {
  const deadLetters = inMemoryDeadLetters(queuedMessages(50));
  expect(await summaryOf(deadLetters, { filter: { id: "L2" } })).toMatchObject({ seen: 10, matching: 1 });
  expect(deadLetters.visible()).toHaveLength(50);
});
