import { expect, test } from "vitest";
import { handle, simulateInOrder } from "../simulation/in-order.ts";
import { hire } from "./events.ts";
import { judge } from "./judge.ts";

const again = { do: "duplicate", event: 0 } as const;

test("a duplicate hire, in turn, makes one user", async () => {
  const { users, times } = judge(
    await simulateInOrder([hire()], { steps: [...handle("hired"), again, ...handle("hired")] }),
  );
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(times("CreateUser")).toBe(1);
});

test("a duplicate hire, at once in one batch and in two workers, makes one user", async () => {
  const steps = [again, again, { do: "deliver", queue: "hired", from: 0, size: 2 }, ...handle("hired", 1)] as const;
  const { users, times } = judge(await simulateInOrder([hire()], { steps }));
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(times("CreateUser")).toBe(1);
});

test.each([
  ["committed, and the socket dropped", { kind: "lose", code: 1 }],
  ["committed, and answered with a 500", { kind: "lose", code: 2 }],
  ["committed, and not answered in time", { kind: "lose", code: 0 }],
  ["given up, and committed after that", { kind: "late", code: 0 }],
  ["committed, and the worker died", { kind: "crash-after", code: 0 }],
] as const)("CreateUser %s: one user, with its license", async (_, fault) => {
  const faults = [{ ...fault, of: "CreateUser", times: 1 }];
  const { users, letters } = judge(await simulateInOrder([hire({ title: "Pro" })], { steps: handle("hired"), faults }));
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(letters).toEqual([]);
});

test("a worker dies at CreateUser: its lock does not last", async () => {
  const faults = [{ kind: "crash-before", code: 0, of: "CreateUser", times: 1 } as const];
  // Past the queue's visibility, and far from the hour that a lock without the Lambda context lasts.
  const later = { do: "wait", seconds: 200 } as const;
  const steps = [...handle("hired"), later, ...handle("hired"), later, ...handle("hired")];
  const { users, deadLettered } = judge(await simulateInOrder([hire({ title: "Pro" })], { steps, faults }));
  expect(users).toEqual(["e1@example.com Pro"]);
  expect(deadLettered).toBe(0);
});

test("a new user that ListUsers does not see yet is not created again", async () => {
  const faults = [{ kind: "lose", code: 1, of: "CreateUser", times: 1 } as const];
  const { users } = judge(await simulateInOrder([hire()], { steps: handle("hired"), faults, findLag: 60 }));
  expect(users).toEqual(["e1@example.com Basic"]);
});

test("an email that HR corrects while the first creation is in doubt makes no second user", async () => {
  const corrected = hire({ id: "corrected", email: "corrected@example.com", effectiveDay: 3 });
  const faults = [{ kind: "late", code: 0, of: "CreateUser", times: 1 } as const];
  const deliver = { do: "deliver", queue: "hired", from: 0, size: 1 } as const;
  // The first creation has not landed when the second hire comes.
  const steps = [deliver, { do: "run", calls: 12 }, ...handle("hired", 1)] as const;
  const { users } = judge(await simulateInOrder([hire(), corrected], { steps, faults, findLag: 60 }));
  expect(users).toHaveLength(1);
});

test("one event adopts a user while another, with a corrected email, would create one: one of them is hers", async () => {
  const corrected = hire({ id: "corrected", email: "corrected@example.com", effectiveDay: 3, title: "Pro" });
  const steps = [{ do: "deliver", queue: "hired", from: 0, size: 2 }] as const;
  const { letters } = judge(await simulateInOrder([hire(), corrected], { users: ["e1@example.com"], steps }));
  // That a created user belongs to somebody is part of what judge looks at.
  expect(letters).toEqual([]);
});

test("the user of an email that another employee owns is never taken over, in whatever case it is written", async () => {
  const other = hire({ id: "other", employeeId: "E2", email: "E1@Example.COM", title: "Pro" });
  const { users, letters } = judge(await simulateInOrder([hire(), other], { steps: handle("hired", 1) }));
  expect(users).toEqual(["e1@example.com Basic"]);
  expect(letters).toEqual(["UserOwnedByAnotherEmployee"]);
});
