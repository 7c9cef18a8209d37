import { expect, test } from "vitest";
import { handle, simulateInOrder } from "../simulation/in-order.ts";
import { change, hire, many } from "./events.ts";
import { judge } from "./judge.ts";

const throttled = (times: number) => ({ kind: "refuse", code: 0, of: "chime", times }) as const;
const withRetries = Array.from({ length: 3 }, () => [
  ...handle("hired"),
  { do: "wait", seconds: 1000 } as const,
]).flat();

test("a 429 within the retry budget only delays the event", async () => {
  const { users, deadLettered } = judge(
    await simulateInOrder([hire()], { steps: withRetries, faults: [throttled(2)] }),
  );
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(deadLettered).toBe(0);
});

test("a 429 beyond the retry budget waits in the record until the directory takes more calls", async () => {
  const { users, deadLettered, deadLetters } = judge(
    await simulateInOrder([hire()], { steps: withRetries, faults: [throttled(12)] }),
  );
  expect(deadLettered).toBe(0);
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(deadLetters).toEqual([]);
});

test("an outage beyond the retry budget makes a dead letter, and a replay applies it", async () => {
  const down = { kind: "refuse", code: 1, of: "chime", times: 1000 } as const;
  const { users, deadLettered, deadLetters } = judge(
    await simulateInOrder([hire()], { steps: withRetries, faults: [down] }),
  );
  expect(deadLettered).toBe(1);
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(deadLetters).toEqual([]);
});

test("events are applied after DynamoDB was down for a minute", async () => {
  const down = { kind: "refuse", code: 0, of: "dynamodb", times: 6 } as const;
  const steps = [...handle("hired"), { do: "wait", seconds: 60 }, ...handle("hired"), ...handle("changed")] as const;
  const { users, deadLettered } = judge(
    await simulateInOrder([...many(3, hire), change({ employeeId: "E0", email: "e0@example.com" })], {
      steps,
      faults: [down],
    }),
  );
  expect(users.toSorted()).toEqual(["e0@example.com Pro", "e1@example.com Basic", "e2@example.com Basic"]);
  expect(deadLettered).toBe(0);
});

test("if SQS rejects a dead letter, the message stays until the redrive policy moves it", async () => {
  const faults = [{ kind: "refuse", code: 0, of: "SendMessage", times: 1000 } as const];
  const { deadLetters } = judge(await simulateInOrder([hire({ poison: true })], { steps: withRetries, faults }));
  expect(deadLetters).toEqual(["MalformedBody"]);
});
