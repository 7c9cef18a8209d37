import { expect, test } from "vitest";
import type { SentEvent, Step } from "../simulation/history.ts";
import { ahead, handle, simulateInOrder, wakeAfter } from "../simulation/in-order.ts";
import { change, hire, leave } from "./events.ts";
import { judge } from "./judge.ts";

const run = async (events: readonly SentEvent[], steps: readonly Step[]) =>
  judge(await simulateInOrder(events, { steps }));

test("somebody who leaves gives her seat back, and her account is suspended and signed out", async () => {
  const steps = [...handle("hired"), ...handle("changed"), ...handle("left")];
  const { users, deadLetters, times } = await run([hire(), change(), leave()], steps);
  expect([users, deadLetters]).toEqual([["e1@example.com Basic suspended"], []]);
  expect(times("LogoutUser")).toBe(1);
});

test("a leave that comes twice is applied once", async () => {
  const steps: readonly Step[] = [
    ...handle("hired"),
    ...handle("left"),
    { do: "duplicate", event: 1 },
    ...handle("left"),
  ];
  const { users, times } = await run([hire(), leave()], steps);
  expect(users).toEqual(["e1@example.com Basic suspended"]);
  expect(times("BatchSuspendUser")).toBe(1);
});

test("a leave of somebody unknown has nothing to release", async () => {
  const { users, deadLetters } = await run([leave()], handle("left"));
  expect([users, deadLetters]).toEqual([[], []]);
});

test("an older hire that comes after the leave creates nobody", async () => {
  const { users, deadLetters } = await run([leave(), hire()], [...handle("left"), ...handle("hired")]);
  expect([users, deadLetters]).toEqual([[], []]);
});

test("a promotion on the day of the leave, or one that HR enters afterwards, brings nobody back", async () => {
  const sameDay = change({ id: "same-day", effectiveDay: 4 });
  const afterwards = change({ id: "afterwards", effectiveDay: 6 });
  const steps = [...handle("hired"), ...handle("left"), ...handle("changed")];
  const { users, deadLetters } = await run([hire(), leave(), sameDay, afterwards], steps);
  expect([users, deadLetters]).toEqual([["e1@example.com Basic suspended"], []]);
});

test("a leave to come waits for its day, and a change before it counts until then", async () => {
  const steps = [...handle("hired"), ...handle("left"), ...handle("changed")];
  // The checker knows that nothing is applied early.
  const { users, times } = await run([hire(), leave({ effectiveDay: 12 }), change()], steps);
  expect(users).toEqual(["e1@example.com Basic suspended"]);
  expect(times("UpdateUser")).toBe(2);
});

test("a re-hire under the same ID has her account back, active, with the license of her new role", async () => {
  const again = hire({ id: "again", effectiveDay: 6, title: "Plus" });
  const steps = [...handle("hired", 1), ...handle("left"), ...handle("hired", 1)];
  const { users, times } = await run([hire(), leave(), again], steps);
  expect(users).toEqual(["e1@example.com Plus"]);
  expect(times("CreateUser")).toBe(1);
});

test("a re-hire under a new ID gets the account of the address", async () => {
  const again = hire({ id: "again", employeeId: "E2", effectiveDay: 6, title: "Plus" });
  const steps = [...handle("hired", 1), ...handle("left"), ...wakeAfter(130), ...handle("hired", 1)];
  const { users, times, deadLetters } = await run([hire(), leave(), again], steps);
  expect([users, deadLetters]).toEqual([["e1@example.com Plus"], []]);
  expect(times("CreateUser")).toBe(1);
});

test("a conversion's hire that comes before its leave waits for the address, and needs nobody", async () => {
  const converted = hire({ id: "converted", employeeId: "E2", effectiveDay: 4, title: "Plus" });
  const steps = [...handle("hired"), ...wakeAfter(300), ...handle("hired"), ...handle("left")];
  const { users, deadLettered } = await run([hire(), converted, leave({ publishedDay: 10.002 })], steps);
  expect(users).toEqual(["e1@example.com Plus"]);
  expect(deadLettered).toBe(0);
});

test("a leaver who is hired again after her account passed on gets another one", async () => {
  const events = [
    hire({ email: "desk@example.com" }),
    leave(),
    hire({ id: "next", employeeId: "E2", email: "desk@example.com", effectiveDay: 5 }),
    hire({ id: "again", publishedDay: 10.01, title: "Pro" }),
  ];
  const steps = [...handle("hired", 1), ...handle("left"), ...wakeAfter(130), ...handle("hired"), ...wakeAfter(1000)];
  const { users, deadLetters } = await run(events, [...steps, ...handle("hired")]);
  expect([users, deadLetters]).toEqual([["desk@example.com Basic", "e1@example.com Pro"], []]);
});

test("a change that is under way when the leave is applied does not outlast it", async () => {
  const steps: readonly Step[] = [
    ...handle("hired"),
    { do: "deliver", queue: "changed", from: 0, size: 1 },
    { do: "run", calls: 2 },
    ...handle("left"),
  ];
  // The change sets its license after the leave has, and before the leave is confirmed.
  const scheduler = ahead("left0", "LogoutUser responds");
  const { users, deadLetters } = judge(await simulateInOrder([hire(), change(), leave()], { steps }, scheduler));
  expect([users, deadLetters]).toEqual([["e1@example.com Basic suspended"], []]);
});

test("an account that is released once more, for a hire that comes twice, is free again afterwards", async () => {
  const next = hire({ id: "next", employeeId: "E2", effectiveDay: 5, publishedDay: 10.01, title: "Plus" });
  const again: Step = { do: "duplicate", event: 0 };
  const steps = [...handle("hired"), ...handle("left"), again, ...handle("hired"), ...wakeAfter(60), ...handle("left")];
  const { users, deadLettered } = await run([hire(), leave(), next], steps);
  expect(users).toEqual(["e1@example.com Plus"]);
  expect(deadLettered).toBe(0);
});
