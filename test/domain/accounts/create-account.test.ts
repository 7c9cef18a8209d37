import { expect, test } from "vitest";
import { createAccount } from "../../../domain/accounts/create-account.ts";
import { Failure } from "../../../domain/failures.ts";
import { hired, NOW } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";

const EMAIL = hired().fact.email;
const PERSON = { employeeId: "E1", email: EMAIL };
const OTHER = { emails: ["old@example.com"], at: NOW.toISOString() };

const hiredOnce = async () => {
  const memory = inMemoryDependencies();
  const { record } = await memory.dependencies.employees.fold(hired(), NOW);
  return { ...memory, record, stored: () => memory.records.get("E1")?.link };
};

test("marks the creation before it is sent", async () => {
  const { dependencies, record, stored } = await hiredOnce();
  const directory = { ...dependencies.directory, create: () => Promise.reject(new Error("killed")) };
  await expect(createAccount({ ...dependencies, directory }, record, PERSON, "Pro")).rejects.toThrow("killed");
  expect(stored()).toEqual({ createPending: { emails: [EMAIL], at: NOW.toISOString() } });
  expect(await createAccount(dependencies, record, PERSON, "Pro")).toMatchObject({
    account: { license: "Basic", active: true },
    created: true,
  });
});

test("uses an account that was linked meanwhile", async () => {
  const { dependencies, record, records, calls } = await hiredOnce();
  records.set("E1", { ...record, link: { candidateId: "U9" } });
  expect(await createAccount(dependencies, record, PERSON, "Pro")).toEqual({ account: { id: "U9" }, created: false });
  expect(calls).toEqual([]);
});

test("marks an invitation once it is sent, under its email, and leaves the lock free", async () => {
  const { dependencies, record, stored } = await hiredOnce();
  const pending = new Failure("InvitationPending", "invited");
  const directory = { ...dependencies.directory, create: () => Promise.reject(pending) };
  await expect(createAccount({ ...dependencies, directory }, record, PERSON, "Pro")).rejects.toBe(pending);
  expect(stored()).toMatchObject({ invited: { email: EMAIL, at: NOW.toISOString() } });
  const other = { ...PERSON, email: "other@example.com" };
  const known = { ...record, link: stored() ?? {} };
  expect(await createAccount(dependencies, known, other, "Pro")).toMatchObject({ created: true });
});

test("sends no invitation that another event sent meanwhile", async () => {
  const { dependencies, record, records, calls } = await hiredOnce();
  records.set("E1", { ...record, link: { invited: { email: EMAIL, at: NOW.toISOString() } } });
  await expect(createAccount(dependencies, record, PERSON, "Pro")).rejects.toMatchObject({ code: "InvitationPending" });
  expect(calls).toEqual([]);
});

test("waits if another event started a creation with another email meanwhile", async () => {
  const { dependencies, record, records, calls } = await hiredOnce();
  records.set("E1", { ...record, link: { createPending: OTHER } });
  await expect(createAccount(dependencies, record, PERSON, "Pro")).rejects.toMatchObject({
    code: "CreationInProgress",
    message: "another event of this employee is creating its user",
  });
  expect(calls).toEqual([]);
});

test("continues if the decision knew the earlier email", async () => {
  const { dependencies, record, records } = await hiredOnce();
  const known = { ...record, link: { createPending: OTHER } };
  records.set("E1", known);
  expect(await createAccount(dependencies, known, PERSON, "Pro")).toMatchObject({ created: true });
});

test("reports an account whose creation is stored as not created by this call", async () => {
  const { dependencies, record } = await hiredOnce();
  const first = await createAccount(dependencies, record, PERSON, "Pro");
  expect(await createAccount(dependencies, record, PERSON, "Pro")).toEqual({ account: first.account, created: false });
});

test("marks and creates nothing if the lock took all the time", async () => {
  const { dependencies, record, stored, calls } = await hiredOnce();
  const late = { ...dependencies, signal: { aborted: true } };
  await expect(createAccount(late, record, PERSON, "Pro")).rejects.toMatchObject({ code: "DeadlineExceeded" });
  expect([stored(), calls]).toEqual([{}, []]);
});

test("creates another account for an employee whose first one is lost, although the lock still has that one", async () => {
  const { dependencies, record, stored } = await hiredOnce();
  const first = await createAccount(dependencies, record, PERSON, "Pro");
  await dependencies.employees.linkCandidate({ ...record, link: stored() ?? {} }, first.account.id);
  await dependencies.employees.forgetLost("E1", first.account.id);
  const lost = { ...record, link: stored() ?? {} };
  const second = await createAccount(dependencies, lost, PERSON, "Pro");
  expect([second.created, second.account.id === first.account.id]).toEqual([true, false]);
});

test("creates another account for an employee whose first one was released and has passed on", async () => {
  const { dependencies, record, stored } = await hiredOnce();
  const first = await createAccount(dependencies, record, PERSON, "Pro");
  await dependencies.employees.holdClaim(first.account.id, "E1", NOW);
  const released = { ...record, link: stored() ?? {} };
  expect(released.link).toMatchObject({ releasedAt: NOW.toISOString() });
  const second = await createAccount(dependencies, released, PERSON, "Pro");
  expect([second.created, second.account.id === first.account.id]).toEqual([true, false]);
});
