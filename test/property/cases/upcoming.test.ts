import { expect, test } from "vitest";
import type { SentEvent, Step } from "../simulation/history.ts";
import { handle, simulateInOrder, wakeAfter } from "../simulation/in-order.ts";
import { cancel, change, hire } from "./events.ts";
import { judge } from "./judge.ts";

const DAY = 86_400;
const both = [...handle("hired"), ...handle("changed")];
const run = async (events: readonly SentEvent[], steps: readonly Step[] = both) =>
  judge(await simulateInOrder(events, { steps }));

// The checker knows that nothing is applied early, in each of these.

test("a change to come is applied on its day, by itself", async () => {
  const { users, deadLettered } = await run([hire(), change({ effectiveDay: 12 })]);
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLettered).toBe(0);
});

test("wake-ups that come late, twice, or not for days cost time, and nothing else", async () => {
  const late = wakeAfter(5 * DAY);
  const steps = [...both, ...late, ...late, ...handle("changed", 1), ...handle("changed", 1)];
  const { users, times } = await run([hire(), change({ effectiveDay: 12 })], steps);
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(times("CreateUser")).toBe(1);
});

test("an event that comes after a due date that nobody was woken for applies what was due", async () => {
  const later = change({ id: "later", publishedDay: 13, effectiveDay: 0, title: "Plus" });
  const { users } = await run(
    [hire(), change({ effectiveDay: 12 }), later],
    [...both, { do: "wait", seconds: 4 * DAY }],
  );
  expect(users).toEqual(["e1@example.com Plus"]);
});

test("a correction that is published later wins, although its date is earlier", async () => {
  const promoted = change({ effectiveDay: 3, publishedDay: 2 });
  const takenBack = change({ id: "taken-back", effectiveDay: 1, publishedDay: 9, title: "Basic" });
  const { users } = await run([hire(), takenBack, promoted]);
  expect(users).toEqual(["e1@example.com Basic"]);
});

test("a change to come that HR takes back is never applied, and another delivery does not bring it back", async () => {
  const again = { do: "duplicate", event: 1 } as const;
  const steps = [...both, again, ...handle("changed")];
  const { users, deadLetters, times } = await run([hire(), change({ effectiveDay: 12 }), cancel("change")], steps);
  expect([users, deadLetters]).toEqual([["e1@example.com Basic"], []]);
  expect(times("UpdateUser")).toBe(0);
});

test("a hire to come of another person is one dead letter, whoever brings its day about", async () => {
  const other = hire({ id: "other", effectiveDay: 11, email: "bo@example.com", name: "Bo Li" });
  const { users, deadLettered } = await run(
    [hire(), other, change({ publishedDay: 11.01 })],
    [...handle("hired"), { do: "wait", seconds: 1.02 * DAY }, ...handle("changed")],
  );
  expect([users, deadLettered]).toEqual([["e1@example.com Pro"], 1]);
});

test("a cancellation that comes before the change is tried again until it has come", async () => {
  const upcoming = change({ effectiveDay: 12, publishedDay: 10.0001 });
  const steps: readonly Step[] = [...both, { do: "wait", seconds: 60 }, ...handle("changed", 1), ...handle("changed")];
  const { users, deadLettered } = await run([hire(), cancel("change"), upcoming], steps);
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(deadLettered).toBe(0);
});

test("a cancellation after the day says that HR must send what holds now", async () => {
  const { users, deadLetters } = await run([
    hire(),
    change({ effectiveDay: 12 }),
    cancel("change", { publishedDay: 13 }),
  ]);
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLetters).toEqual(["AlreadyEffective"]);
});

test("a cancellation of what was never sent is left to HR", async () => {
  expect((await run([hire(), cancel("never-sent")])).deadLetters).toEqual(["CancelsUnknownEvent"]);
});

test("the 21st change to come is a dead letter, and a replay takes it once one of the others has come", async () => {
  const upcoming = Array.from({ length: 21 }, (_, index) =>
    change({ id: `change-${index}`, effectiveDay: 11 + index / 10, title: index === 20 ? "Plus" : "Pro" }),
  );
  const { users, deadLettered, deadLetters } = await run([hire(), ...upcoming]);
  expect([users, deadLetters]).toEqual([["e1@example.com Plus"], []]);
  expect(deadLettered).toBe(1);
});

test("a cancellation of a change that waits, overtaken, for the hire says that it has come into effect", async () => {
  const events = [change({ id: "newer", effectiveDay: 3 }), change(), cancel("change")];
  const { deadLetters } = await run(events, [...handle("changed", 1), ...handle("changed", 1), ...handle("changed")]);
  expect(deadLetters.toSorted()).toEqual(["AlreadyEffective", "EmployeeNotProvisioned"]);
});
