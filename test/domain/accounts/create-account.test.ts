import { expect, test } from "vitest";
import { createAccount } from "../../../domain/accounts/create-account.ts";
import { hired, NOW } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";

const EMAIL = hired().fact.email;
const OTHER = { emails: ["old@example.com"], at: NOW.toISOString() };

const hiredOnce = async () => {
  const memory = inMemoryDependencies();
  const { record } = await memory.dependencies.employees.fold(hired(), NOW);
  return { ...memory, record, stored: () => memory.records.get("E1")?.link };
};

test("marks the creation before it is sent", async () => {
  const { dependencies, record, stored } = await hiredOnce();
  const directory = { ...dependencies.directory, create: () => Promise.reject(new Error("killed")) };
  await expect(createAccount({ ...dependencies, directory }, record, EMAIL)).rejects.toThrow("killed");
  expect(stored()).toEqual({ createPending: { emails: [EMAIL], at: NOW.toISOString() } });
  expect(await createAccount(dependencies, record, EMAIL)).toMatchObject({
    account: { license: "Basic", active: true },
    created: true,
  });
});

test("uses an account that was linked meanwhile", async () => {
  const { dependencies, record, records, calls } = await hiredOnce();
  records.set("E1", { ...record, link: { candidateId: "U9" } });
  expect(await createAccount(dependencies, record, EMAIL)).toEqual({ account: { id: "U9" }, created: false });
  expect(calls).toEqual([]);
});

test("waits if another event started a creation with another email meanwhile", async () => {
  const { dependencies, record, records, calls } = await hiredOnce();
  records.set("E1", { ...record, link: { createPending: OTHER } });
  await expect(createAccount(dependencies, record, EMAIL)).rejects.toMatchObject({
    code: "CreationInProgress",
    message: "another event of this employee is creating its user",
  });
  expect(calls).toEqual([]);
});

test("continues if the decision knew the earlier email", async () => {
  const { dependencies, record, records } = await hiredOnce();
  const known = { ...record, link: { createPending: OTHER } };
  records.set("E1", known);
  expect(await createAccount(dependencies, known, EMAIL)).toMatchObject({ created: true });
});

test("reports an account whose creation is stored as not created by this call", async () => {
  const { dependencies, record } = await hiredOnce();
  const first = await createAccount(dependencies, record, EMAIL);
  expect(await createAccount(dependencies, record, EMAIL)).toEqual({ account: first.account, created: false });
});

test("marks and creates nothing if the lock took all the time", async () => {
  const { dependencies, record, stored, calls } = await hiredOnce();
  const late = { ...dependencies, signal: { aborted: true } };
  await expect(createAccount(late, record, EMAIL)).rejects.toMatchObject({ code: "DeadlineExceeded" });
  expect([stored(), calls]).toEqual([{}, []]);
});

test("creates another account for an employee whose first one is lost, although the lock still has that one", async () => {
  const { dependencies, record, stored } = await hiredOnce();
  const first = await createAccount(dependencies, record, EMAIL);
  await dependencies.employees.forgetLost("E1", first.account.id);
  const lost = { ...record, link: stored() ?? {} };
  const second = await createAccount(dependencies, lost, EMAIL);
  expect([second.created, second.account.id === first.account.id]).toEqual([true, false]);
});

test("creates another account for an employee whose first one was released and has passed on", async () => {
  const { dependencies, record, stored } = await hiredOnce();
  const first = await createAccount(dependencies, record, EMAIL);
  await dependencies.employees.holdClaim(first.account.id, "E1", NOW);
  const released = { ...record, link: stored() ?? {} };
  expect(released.link).toMatchObject({ releasedAt: NOW.toISOString() });
  const second = await createAccount(dependencies, released, EMAIL);
  expect([second.created, second.account.id === first.account.id]).toEqual([true, false]);
});
