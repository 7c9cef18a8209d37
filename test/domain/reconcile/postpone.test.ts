import { expect, test } from "vitest";
import { Failure } from "../../../domain/failures.ts";
import { postpone } from "../../../domain/reconcile/postpone.ts";
import { hired, NOW, roleChanged } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import { afterHire, DAY, deliver, handle, licenseOf, MINUTE, SECOND, titled, wait, wakeDue } from "./passes.ts";

const promotion = roleChanged(titled("Pro"));
const after = (ms: number) => new Date(NOW.getTime() + ms).toISOString();

/** A promotion that the directory throttles. */
const throttled = async () => {
  const memory = await afterHire();
  const change = () => Promise.reject(new Failure("DirectoryThrottled", "slow down"));
  const directory = { ...memory.dependencies.directory, change };
  await handle({ ...memory.dependencies, directory }, promotion).catch(() => {});
  return memory;
};

test("the record waits, and what the event stated is applied then", async () => {
  const memory = await throttled();
  const waiting = { because: "DirectoryThrottled", since: after(0), until: after(15 * MINUTE) };
  expect(await postpone(memory.dependencies, "E1")).toEqual(waiting);
  expect(memory.records.get("E1")?.waiting).toEqual(waiting);
  wait(memory, 15 * MINUTE - 1);
  expect(await wakeDue(memory)).toEqual([]);
  wait(memory, 1);
  expect(await wakeDue(memory)).toEqual(["updated"]);
  expect(licenseOf(memory)).toBe("Pro");
  expect(memory.records.get("E1")).not.toHaveProperty("waiting");
});

test.each([
  ["as long as the directory said", 40 * SECOND, 40 * SECOND],
  ["no longer than a day", 365 * DAY, DAY],
  ["no longer than a day, whatever it said", Number.MAX_VALUE, DAY],
])("waits %s", async (_, ms, waited) => {
  const memory = await throttled();
  expect((await postpone(memory.dependencies, "E1", ms))?.until).toBe(after(waited));
});

test("keeps since when it has waited", async () => {
  const memory = await throttled();
  await postpone(memory.dependencies, "E1");
  wait(memory, 15 * MINUTE);
  expect(await postpone(memory.dependencies, "E1")).toMatchObject({ since: after(0), until: after(30 * MINUTE) });
});

test("what waited for something else begins to wait for the directory", async () => {
  const memory = inMemoryDependencies();
  await deliver(memory, promotion);
  wait(memory, MINUTE);
  expect(await postpone(memory.dependencies, "E1")).toMatchObject({ since: after(MINUTE) });
});

test("asserts the license again, even one that was confirmed before", async () => {
  const memory = await afterHire();
  await postpone(memory.dependencies, "E1");
  wait(memory, 15 * MINUTE);
  await wakeDue(memory);
  expect(memory.calls).toEqual(["set U1 Basic"]);
});

test("promises nothing if nothing that counts is known of the employee", async () => {
  const memory = inMemoryDependencies();
  expect(await postpone(memory.dependencies, "E1")).toBeUndefined();
  await deliver(memory, hired({ effectiveAt: after(DAY) }));
  expect(await postpone(memory.dependencies, "E1")).toBeUndefined();
});

test("promises nothing if somebody else has written meanwhile", async () => {
  const memory = await throttled();
  const { employees } = memory.dependencies;
  const read: typeof employees.read = async (employeeId) => {
    const record = await employees.read(employeeId);
    await employees.fold(roleChanged({ id: "c2", publishedAt: "2026-05-01T00:00:00.000Z" }), NOW);
    return record;
  };
  const contended = { employees: { ...employees, read }, now: () => NOW };
  expect(await postpone(contended, "E1")).toBeUndefined();
  expect(memory.records.get("E1")).not.toHaveProperty("waiting");
});
