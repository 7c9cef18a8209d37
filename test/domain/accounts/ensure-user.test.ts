import { describe, expect, test } from "vitest";
import { CREATION_GRACE_MS, ensureUser } from "../../../domain/accounts/ensure-user.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { hired, NOW } from "../../support/hr-events.ts";
import { inMemoryWorld } from "../../support/in-memory-world.ts";

const OLD = "old@example.com";

/** A world with one hire folded, and what its record holds besides. */
const worldWith = async (changes: Partial<EmployeeRecord> = {}) => {
  const world = inMemoryWorld();
  const { record } = await world.ports.employees.fold(hired());
  world.records.set("E1", { ...record, ...changes });
  return { ...world, record: { ...record, ...changes }, stored: () => world.records.get("E1") };
};
const notedAgo = (milliseconds: number): Partial<EmployeeRecord> => ({
  creationEmails: new Set([OLD]),
  creationNotedAt: new Date(NOW.getTime() - milliseconds).toISOString(),
});

describe("a user that was linked, and perhaps not claimed", () => {
  test("is claimed, and nobody is looked up", async () => {
    const { ports, record, claims, calls } = await worldWith({ linkedUserId: "U9" });
    expect(await ensureUser(ports, record)).toEqual({ user: { userId: "U9" }, created: false });
    expect(claims.get("U9")).toBe("E1");
    expect(calls).toEqual([]);
  });

  test("is let go where it is another employee's", async () => {
    const { ports, record, claims, stored } = await worldWith({ linkedUserId: "U9" });
    claims.set("U9", "E2");
    await expect(ensureUser(ports, record)).rejects.toMatchObject({ retryable: false });
    expect(stored()).not.toHaveProperty("linkedUserId");
  });

  test("stays where nobody can tell whose it is", async () => {
    const { ports, record, stored } = await worldWith({ linkedUserId: "U9" });
    const claimUser = () => Promise.reject(new Error("no answer"));
    const employees = { ...ports.employees, claimUser };
    await expect(ensureUser({ ...ports, employees }, record)).rejects.toThrow("no answer");
    expect(stored()).toMatchObject({ linkedUserId: "U9" });
  });
});

describe("a user that is found", () => {
  test("is linked before it is claimed", async () => {
    const { ports, record, addUser, stored } = await worldWith();
    const { userId } = addUser(record.facts.email);
    expect(await ensureUser(ports, record)).toMatchObject({ user: { userId }, created: false });
    expect(stored()).toMatchObject({ linkedUserId: userId });
  });

  test("is left where another event got another user meanwhile, without a claim", async () => {
    const { ports, record, records, addUser, claims } = await worldWith();
    addUser(record.facts.email);
    records.set("E1", { ...record, linkedUserId: "U9" });
    await expect(ensureUser(ports, record)).rejects.toMatchObject({
      code: "CreationInProgress",
      message: "another event of this employee got a user in the meantime",
    });
    expect(claims.size).toBe(0);
  });

  test("counts for less than one that was created under an earlier email", async () => {
    const { ports, record, addUser } = await worldWith(notedAgo(1000));
    addUser(record.facts.email);
    const { userId } = addUser(OLD);
    expect(await ensureUser(ports, record)).toMatchObject({ user: { userId } });
  });
});

describe("a creation under an earlier email", () => {
  const inDoubt = { code: "CreationInProgress", message: "a user may have been created under an earlier email" };

  test.each([0, CREATION_GRACE_MS - 1])("that was begun %d ms ago may still have happened", async (milliseconds) => {
    const { ports, record, calls } = await worldWith(notedAgo(milliseconds));
    await expect(ensureUser(ports, record)).rejects.toMatchObject(inDoubt);
    expect(calls).not.toContain("create");
  });

  test("that nobody has seen in five minutes never happened", async () => {
    expect(CREATION_GRACE_MS).toBe(300_000);
    const { ports, record } = await worldWith(notedAgo(CREATION_GRACE_MS));
    expect(await ensureUser(ports, record)).toMatchObject({ created: true });
  });

  test("under the same email is no reason to wait", async () => {
    const { ports, record } = await worldWith({
      creationEmails: new Set([hired().email]),
      creationNotedAt: NOW.toISOString(),
    });
    expect(await ensureUser(ports, record)).toMatchObject({ created: true });
  });
});

describe("a creation", () => {
  test("is noted before it happens, with the time", async () => {
    const { ports, record, stored } = await worldWith();
    await ensureUser(ports, record);
    expect(stored()).toMatchObject({
      creationEmails: new Set([record.facts.email]),
      creationNotedAt: NOW.toISOString(),
    });
  });

  test("gives way to a user that was linked meanwhile", async () => {
    const { ports, record, records, calls } = await worldWith();
    records.set("E1", { ...record, linkedUserId: "U9" });
    expect(await ensureUser(ports, record)).toEqual({ user: { userId: "U9" }, created: false });
    expect(calls).not.toContain("create");
  });

  test("waits where another event has begun one under another email meanwhile", async () => {
    const { ports, record, records, calls } = await worldWith();
    records.set("E1", { ...record, ...notedAgo(0) });
    await expect(ensureUser(ports, record)).rejects.toMatchObject({
      code: "CreationInProgress",
      message: "another event of this employee is creating its user",
    });
    expect(calls).not.toContain("create");
  });

  test("of which the answer is stored is not told as this one's", async () => {
    const { ports, record } = await worldWith();
    const directory = { ...ports.directory, findUserByEmail: async () => undefined };
    const { created } = await ensureUser({ ...ports, directory }, record);
    const { created: again } = await ensureUser({ ...ports, directory }, record);
    expect([created, again]).toEqual([true, false]);
  });

  test("that is nobody's business says so", async () => {
    const { ports, record } = await worldWith();
    const { createOnce: _, ...without } = ports;
    await expect(ensureUser(without, record)).rejects.toMatchObject({
      code: "EmployeeNotProvisioned",
      message: "the employee has no directory user and no hire was seen",
    });
  });
});
