import { expect, test } from "vitest";
import { handle, simulateInOrder } from "../simulation/in-order.ts";
import { hire } from "./events.ts";
import { judge } from "./judge.ts";

const again = { do: "duplicate", event: 0 } as const;

test("a later duplicate of a hire creates no second user", async () => {
  const { users, times } = judge(
    await simulateInOrder([hire()], { steps: [...handle("hired"), again, ...handle("hired")] }),
  );
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(times("CreateUser")).toBe(1);
});

test("concurrent duplicates of a hire, in one batch and in two workers, create one user", async () => {
  const steps = [again, again, { do: "deliver", queue: "hired", from: 0, size: 2 }, ...handle("hired", 1)] as const;
  const { users, times } = judge(await simulateInOrder([hire()], { steps }));
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(times("CreateUser")).toBe(1);
});

test.each([
  ["commits, then its socket drops", { kind: "lose", code: 1 }],
  ["commits, then returns a 500", { kind: "lose", code: 2 }],
  ["commits, then times out", { kind: "lose", code: 0 }],
  ["times out, then commits", { kind: "late", code: 0 }],
  ["commits, then the worker dies", { kind: "crash-after", code: 0 }],
] as const)("if CreateUser %s, there is one user, with its license", async (_, fault) => {
  const faults = [{ ...fault, of: "CreateUser", times: 1 }];
  const { users, deadLetters } = judge(
    await simulateInOrder([hire({ title: "Pro" })], { steps: handle("hired"), faults }),
  );
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLetters).toEqual([]);
});

test("the lock of a worker that dies at CreateUser expires", async () => {
  const faults = [{ kind: "crash-before", code: 0, of: "CreateUser", times: 1 } as const];
  // Longer than the visibility time-out, but shorter than the hour that a lock without the Lambda context lasts.
  const later = { do: "wait", seconds: 200 } as const;
  const steps = [...handle("hired"), later, ...handle("hired"), later, ...handle("hired")];
  const { users, deadLettered } = judge(await simulateInOrder([hire({ title: "Pro" })], { steps, faults }));
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLettered).toBe(0);
});

test("a new user that ListUsers does not return yet is not created again", async () => {
  const faults = [{ kind: "lose", code: 1, of: "CreateUser", times: 1 } as const];
  const { users } = judge(await simulateInOrder([hire()], { steps: handle("hired"), faults, findLag: 60 }));
  expect(users).toEqual(["e1@example.com Basic"]);
});

test("correcting an email while the first creation is in doubt creates no second user", async () => {
  const corrected = hire({ id: "corrected", email: "corrected@example.com", effectiveDay: 3 });
  const faults = [{ kind: "late", code: 0, of: "CreateUser", times: 1 } as const];
  const deliver = { do: "deliver", queue: "hired", from: 0, size: 1 } as const;
  // The first creation has not taken effect yet when the second hire arrives.
  const steps = [deliver, { do: "run", calls: 12 }, ...handle("hired", 1)] as const;
  const { users } = judge(await simulateInOrder([hire(), corrected], { steps, faults, findLag: 60 }));
  expect(users).toHaveLength(1);
});

test("an event that adopts a user and one that would create another leave the employee with one of them", async () => {
  const corrected = hire({ id: "corrected", email: "corrected@example.com", effectiveDay: 3, title: "Pro" });
  const steps = [{ do: "deliver", queue: "hired", from: 0, size: 2 }] as const;
  const { deadLetters } = judge(await simulateInOrder([hire(), corrected], { users: ["e1@example.com"], steps }));
  // judge also checks that a created user belongs to an employee.
  expect(deadLetters).toEqual([]);
});

test("never takes over the user of another employee with the same email, ignoring case", async () => {
  const other = hire({ id: "other", employeeId: "E2", email: "E1@Example.COM", title: "Pro" });
  const { users, deadLetters } = judge(await simulateInOrder([hire(), other], { steps: handle("hired", 1) }));
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(deadLetters).toEqual(["UserOwnedByAnotherEmployee"]);
});
