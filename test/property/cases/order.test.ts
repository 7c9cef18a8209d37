import { expect, test } from "vitest";
import { handle, simulateInOrder } from "../simulation/in-order.ts";
import { change, hire } from "./events.ts";
import { judge } from "./judge.ts";

test("a second role change while the idempotency record is valid is applied too", async () => {
  const second = change({ id: "second", effectiveDay: 3, title: "Plus" });
  const steps = [...handle("hired"), ...handle("changed", 1), ...handle("changed", 1)];
  const { users } = judge(await simulateInOrder([hire(), change(), second], { steps }));
  expect(users).toEqual(["e1@example.com Plus"]);
});

test("an older fact after a newer one changes nothing", async () => {
  const newer = change({ id: "newer", effectiveDay: 3, title: "Plus" });
  const steps = [...handle("hired"), ...handle("changed", 1), ...handle("changed", 1)];
  const { users } = judge(await simulateInOrder([hire(), newer, change()], { steps }));
  expect(users).toEqual(["e1@example.com Plus"]);
});

test("an old call that takes effect after a newer one is corrected when its event is redelivered", async () => {
  const newer = change({ id: "newer", effectiveDay: 3, title: "Plus" });
  const faults = [{ kind: "late", code: 0, of: "UpdateUser", times: 1 } as const];
  const deliver = { do: "deliver", queue: "changed", from: 0, size: 1 } as const;
  const steps = [...handle("hired"), deliver, { do: "run", calls: 3 }, ...handle("changed", 1)] as const;
  const { users, times } = judge(await simulateInOrder([hire(), change(), newer], { steps, faults }));
  expect(users).toEqual(["e1@example.com Plus"]);
  expect(times("UpdateUser")).toBeGreaterThan(1);
});

test("two events of an employee in one batch end with the newer fact", async () => {
  const newer = change({ id: "newer", effectiveDay: 3, title: "Plus" });
  const { users } = judge(
    await simulateInOrder([hire(), newer, change()], { steps: [...handle("hired"), ...handle("changed")] }),
  );
  expect(users).toEqual(["e1@example.com Plus"]);
});

test("a role change before its hire is kept, and the hire applies it", async () => {
  const { users, times } = judge(
    await simulateInOrder([change(), hire()], { steps: [...handle("changed"), ...handle("hired")] }),
  );
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(times("CreateUser")).toBe(1);
});

test("an event ID reused with another payload is dead-lettered", async () => {
  const reused = change({ id: "change", title: "ProTrial", effectiveDay: 4 });
  const steps = [...handle("hired"), ...handle("changed", 1), ...handle("changed", 1)];
  const { users, deadLetters } = judge(await simulateInOrder([hire(), change(), reused], { steps }));
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLetters).toEqual(["EventIdReused"]);
});

test("two sources that both count from 1 never collide", async () => {
  const [first, second] = [hire({ id: "1" }), change({ id: "1", source: "/payroll", effectiveDay: 3, title: "Plus" })];
  const steps = [...handle("hired"), ...handle("changed")];
  const { users, deadLetters } = judge(await simulateInOrder([first, second], { steps }));
  expect([users, deadLetters]).toEqual([["e1@example.com Plus"], []]);
});

test("a reused ID is detected even if the first event with it was overtaken before it was applied", async () => {
  const overtaken = change({ id: "reused", effectiveDay: 1, title: "Plus" });
  const overtaking = hire({ effectiveDay: 2 });
  const reused = hire({ id: "reused", effectiveDay: 3, title: "Pro" });
  const steps = [...handle("changed"), ...handle("hired", 1), ...handle("hired", 1)];
  const { deadLetters } = judge(await simulateInOrder([overtaken, overtaking, reused], { steps }));
  expect(deadLetters).toEqual(["EventIdReused"]);
});

test("a hire of somebody who works here under another address and another name is left to HR", async () => {
  const other = hire({ id: "other", email: "eva@example.com", name: "Eva Holm", effectiveDay: 3, title: "Pro" });
  const { users, deadLetters } = judge(await simulateInOrder([hire(), other], { steps: handle("hired", 1) }));
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(deadLetters).toEqual(["EmployeeIdReused"]);
});
