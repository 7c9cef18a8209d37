import { expect, test } from "vitest";
import { handle, simulateInOrder } from "../simulation/in-order.ts";
import { change, hire, many } from "./events.ts";
import { judge } from "./judge.ts";

test.each([
  [0, [], 0],
  [1, [], 1],
  [20, [20], 0],
  [21, [20], 1],
  [41, [20, 20], 1],
])("role changes of %d employees in one batch take as few calls as the API allows", async (count, batches, single) => {
  const events = [
    ...many(count, hire),
    ...many(count, (event) => change({ ...event, id: `change of ${event.id}`.replaceAll(" ", "-") })),
  ];
  const steps = [...handle("hired"), ...handle("changed")];
  const seen = judge(await simulateInOrder(events.length === 0 ? [hire()] : events, { steps }));
  expect(seen.batches).toEqual(batches);
  expect(seen.times("UpdateUser")).toBe(single);
});

test.each([
  [5, 5, [5]],
  [30, 3, [20, 10]],
])("%d employees with %d changes each in one batch take one update each", async (employees, changes, batches) => {
  const days = Array.from({ length: changes }, (_, index) => index + 2);
  const events = [
    ...many(employees, hire),
    ...days.flatMap((effectiveDay) =>
      many(employees, (event) =>
        change({
          ...event,
          id: `${event.id}-day-${effectiveDay}`,
          effectiveDay,
          title: effectiveDay % 2 ? "Pro" : "Plus",
        }),
      ),
    ),
  ];
  const seen = judge(await simulateInOrder(events, { steps: [...handle("hired"), ...handle("changed")] }));
  expect(seen.batches).toEqual(batches);
  expect(seen.times("UpdateUser")).toBe(0);
});

test("100 changes of one employee in a batch are one delivery, one call and one confirmation", async () => {
  const changes = Array.from({ length: 100 }, (_, index) =>
    change({ id: `change-${index}`, publishedDay: index / 100, title: index % 2 ? "Pro" : "Plus" }),
  );
  const steps = [...handle("hired"), ...handle("changed")];
  const alone = judge(await simulateInOrder([hire()], { steps: handle("hired") }));
  const { times, users } = judge(await simulateInOrder([hire(), ...changes], { steps }));
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(times("UpdateUser")).toBe(1);
  expect(times("UpdateItem") - alone.times("UpdateItem")).toBe(100 + 1);
  expect(times("ChangeMessageVisibility")).toBe(0);
});

test("retries only the users in UserErrors", async () => {
  const faults = [{ kind: "partial", code: 0, of: "BatchUpdateUser", times: 1 } as const];
  const { users, deadLetters, batches } = judge(
    await simulateInOrder(many(5, hire, { title: "Pro" }), { steps: handle("hired"), faults }),
  );
  expect(users).toHaveLength(5);
  expect(deadLetters).toEqual([]);
  expect(batches).toEqual([2, 3]);
});

test("a whole-request 404 falls back to single calls", async () => {
  const faults = [{ kind: "refuse", code: 4, of: "BatchUpdateUser", times: 1 } as const];
  const { times, deadLetters } = judge(
    await simulateInOrder(many(3, hire, { title: "Pro" }), { steps: handle("hired"), faults }),
  );
  expect(times("UpdateUser")).toBe(3);
  expect(deadLetters).toEqual([]);
});

test("redelivers every record if all fail", async () => {
  const faults = [{ kind: "refuse", code: 1, of: "chime", times: 20 } as const];
  const { users, deadLetters } = judge(await simulateInOrder(many(20, hire), { steps: handle("hired"), faults }));
  expect(users).toHaveLength(20);
  expect(deadLetters).toEqual([]);
});
