import { expect, test } from "vitest";
import { change, hire } from "./cases/events.ts";
import { judge } from "./cases/judge.ts";
import { handle, simulateInOrder } from "./simulation/in-order.ts";

test("simulations that are started at once do not disturb each other, as after a test that timed out", async () => {
  const steps = [...handle("hired"), ...handle("changed")];
  const simulateOne = () => simulateInOrder([hire(), change()], { steps });
  const { users, operationsUntilCalm } = judge(await simulateOne());
  const together = await Promise.all([simulateOne(), simulateOne(), simulateOne()]);
  expect(together.map(judge)).toMatchObject(Array(3).fill({ users, operationsUntilCalm }));
  expect(Math.abs(Date.now() - performance.timeOrigin - performance.now())).toBeLessThan(86_400_000);
});
