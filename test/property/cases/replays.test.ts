import { expect, test } from "vitest";
import type { Fault } from "../simulation/faults.ts";
import type { Step } from "../simulation/history.ts";
import { handle, simulateInOrder } from "../simulation/in-order.ts";
import { hire } from "./events.ts";
import { judge } from "./judge.ts";

/** A hire that created its user, and is dead-lettered because the license could not be set. */
const EVENTS = [hire({ title: "Pro" })];
const DOWN: Fault = { kind: "refuse", code: 1, of: "UpdateUser", times: 3 };
const untilDeadLettered: readonly Step[] = Array.from({ length: 3 }, () => [
  ...handle("hired"),
  { do: "wait", seconds: 1000 } as const,
]).flat();
const replay: readonly Step[] = [
  { do: "wait", seconds: 1000 },
  { do: "replay", queue: "hired" },
  { do: "run", calls: 100 },
];
const run = async (steps: readonly Step[], faults: readonly Fault[] = []) =>
  judge(await simulateInOrder(EVENTS, { steps: [...untilDeadLettered, ...steps], faults: [DOWN, ...faults] }));

test("a replay days later, after the idempotency record expired, creates no second user", async () => {
  const { users, times } = await run([{ do: "wait", seconds: 5 * 86_400 }, ...replay, ...handle("hired")]);
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(times("CreateUser")).toBe(1);
});

test("replaying twice changes nothing more", async () => {
  const { users } = await run([...replay, ...replay, ...handle("hired"), ...replay, ...handle("hired")]);
  expect(users).toEqual(["e1@example.com Pro"]);
});

test("a replay killed between send and delete replays the dead letter again, without effect", async () => {
  const killed: Fault = { kind: "crash-before", code: 0, of: "DeleteMessageBatch", times: 1 };
  const { users, deadLetters } = await run([...replay, ...handle("hired")], [killed]);
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLetters).toEqual([]);
});
