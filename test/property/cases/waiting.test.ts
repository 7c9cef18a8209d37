import { expect, test } from "vitest";
import { handle, simulateInOrder, wakeAfter } from "../simulation/in-order.ts";
import { change, hire, many } from "./events.ts";
import { judge } from "./judge.ts";

test("a change before its hire waits for it, and burns no receives", async () => {
  const late = hire({ publishedDay: 10.002 });
  const steps = [...handle("changed"), ...wakeAfter(300), ...handle("changed")];
  const { users, deadLettered, times } = judge(await simulateInOrder([change({ effectiveDay: 11 }), late], { steps }));
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLettered).toBe(0);
  expect(times("ChangeMessageVisibility")).toBe(0);
});

test("a change whose hire does not come in time is a dead letter, and the hire applies it all the same", async () => {
  const late = hire({ publishedDay: 10.1, effectiveDay: 1 });
  const { users, deadLettered, deadLetters } = judge(
    await simulateInOrder(
      [change({ effectiveDay: 11 }), late, change({ id: "other", employeeId: "E2", email: "e2@example.com" })],
      {
        steps: handle("changed"),
      },
    ),
  );
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLettered).toBeGreaterThan(0);
  // Of E2, whom nobody hired.
  expect(deadLetters).toEqual(["EmployeeNotProvisioned"]);
});

test("100 hires and 100 changes in any order leave no dead letter", async () => {
  const hires = many(100, hire);
  const changes = many(100, (event) => change({ ...event, id: `change-of-${event.id}`.replaceAll(" ", "-") }));
  const mixed = [...changes, ...hires].map((event, index) => ({ event, at: (index * 7919) % 200 }));
  const events = mixed.sort((a, b) => a.at - b.at).map(({ event }) => event);
  const round = [...handle("changed", 7), ...handle("hired", 10), ...handle("changed", 3)];
  const steps = Array.from({ length: 10 }, () => round).flat();
  const { users, deadLettered } = judge(await simulateInOrder(events, { steps }));
  expect(users.filter((user) => user.endsWith(" Pro"))).toHaveLength(100);
  expect(deadLettered).toBe(0);
});

test("a resync is sent to the function that has the permission, and ends when it has done it", async () => {
  // The user is gone, and the change may create nobody.
  const deleted = { do: "byHand", act: "delete", user: 0, license: "Basic" } as const;
  const steps = [...handle("hired"), deleted, ...wakeAfter(90_000)];
  const { users, deadLettered, times } = judge(
    await simulateInOrder([hire(), change({ publishedDay: 11.05 })], { steps }),
  );
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLettered).toBe(0);
  expect(times("CreateUser")).toBe(2);
});
