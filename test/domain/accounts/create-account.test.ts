import { expect, test } from "vitest";
import { createAccount } from "../../../domain/accounts/create-account.ts";
import { hired, NOW } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";

const OTHER = { emails: ["old@example.com"], at: NOW.toISOString() };

const hiredOnce = async () => {
  const memory = inMemoryDependencies();
  const { record } = await memory.dependencies.employees.fold(hired());
  return { ...memory, record, stored: () => memory.records.get("E1")?.link };
};

test("marks the creation before it is sent, and claims the account", async () => {
  const { dependencies, record, claims, stored } = await hiredOnce();
  const directory = { ...dependencies.directory, create: () => Promise.reject(new Error("killed")) };
  await expect(createAccount({ ...dependencies, directory }, record)).rejects.toThrow("killed");
  expect(stored()).toEqual({ createPending: { emails: [record.current.fact.email], at: NOW.toISOString() } });
  expect(claims.size).toBe(0);
  const { account, created } = await createAccount(dependencies, record);
  expect([account.license, created, claims.get(account.id)]).toEqual(["Basic", true, "E1"]);
});

test("uses an account that was linked meanwhile", async () => {
  const { dependencies, record, records, calls } = await hiredOnce();
  records.set("E1", { ...record, link: { candidateId: "U9" } });
  expect(await createAccount(dependencies, record)).toEqual({ account: { id: "U9" }, created: false });
  expect(calls).toEqual([]);
});

test("waits if another event started a creation with another email meanwhile", async () => {
  const { dependencies, record, records, calls } = await hiredOnce();
  records.set("E1", { ...record, link: { createPending: OTHER } });
  await expect(createAccount(dependencies, record)).rejects.toMatchObject({
    code: "CreationInProgress",
    message: "another event of this employee is creating its user",
  });
  expect(calls).toEqual([]);
});

test("continues if the decision knew the earlier email", async () => {
  const { dependencies, record, records } = await hiredOnce();
  const known = { ...record, link: { createPending: OTHER } };
  records.set("E1", known);
  expect(await createAccount(dependencies, known)).toMatchObject({ created: true });
});

test("reports an account whose creation is stored as not created by this call", async () => {
  const { dependencies, record } = await hiredOnce();
  const first = await createAccount(dependencies, record);
  expect(await createAccount(dependencies, record)).toEqual({ account: first.account, created: false });
});

test("marks and creates nothing if the lock took all the time", async () => {
  const { dependencies, record, stored, calls } = await hiredOnce();
  const late = { ...dependencies, signal: { aborted: true } };
  await expect(createAccount(late, record)).rejects.toMatchObject({ code: "DeadlineExceeded" });
  expect([stored(), calls]).toEqual([{}, []]);
});

test("claims nothing if the creation took all the time", async () => {
  const { dependencies, record, claims } = await hiredOnce();
  const signal = { aborted: false };
  const create = async (email: string) => {
    signal.aborted = true;
    return dependencies.directory.create(email);
  };
  const directory = { ...dependencies.directory, create };
  const failure = { code: "DeadlineExceeded", retryable: true };
  await expect(createAccount({ ...dependencies, directory, signal }, record)).rejects.toMatchObject(failure);
  expect(claims.size).toBe(0);
});
