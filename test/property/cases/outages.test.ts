import { expect, test } from "vitest";
import { handle, simulateInOrder } from "../simulation/in-order.ts";
import { change, hire, many } from "./events.ts";
import { judge } from "./judge.ts";

const throttled = (times: number) => ({ kind: "refuse", code: 0, of: "chime", times }) as const;
const patiently = Array.from({ length: 3 }, () => [...handle("hired"), { do: "wait", seconds: 1000 } as const]).flat();

test("a 429 that ends within the retry budget costs time alone", async () => {
  const { users, deadLettered } = judge(await simulateInOrder([hire()], { steps: patiently, faults: [throttled(2)] }));
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(deadLettered).toBe(0);
});

test("a 429 beyond the retry budget ends as a dead letter, and a replay applies it", async () => {
  const { users, deadLettered, letters } = judge(
    await simulateInOrder([hire()], { steps: patiently, faults: [throttled(1000)] }),
  );
  expect(deadLettered).toBe(1);
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(letters).toEqual([]);
});

test("DynamoDB is down for a minute", async () => {
  const down = { kind: "refuse", code: 0, of: "dynamodb", times: 6 } as const;
  const steps = [...handle("hired"), { do: "wait", seconds: 60 }, ...handle("hired"), ...handle("changed")] as const;
  const { users, deadLettered } = judge(
    await simulateInOrder([...many(3, hire), change({ employeeId: "E0", email: "e0@example.com" })], {
      steps,
      faults: [down],
    }),
  );
  expect(users).toEqual(["e0@example.com Pro", "e1@example.com Basic", "e2@example.com Basic"]);
  expect(deadLettered).toBe(0);
});

test("SQS does not take a dead letter: the message stays until its redrive policy moves it", async () => {
  const faults = [{ kind: "refuse", code: 0, of: "SendMessage", times: 1000 } as const];
  const { letters } = judge(await simulateInOrder([hire({ poison: true })], { steps: patiently, faults }));
  expect(letters).toEqual(["MalformedBody"]);
});
