import { describe, expect, test } from "vitest";
import { Failure } from "../../../domain/failures.ts";
import { postpone } from "../../../domain/reconcile/postpone.ts";
import { reconcilePass, resyncEmployee } from "../../../domain/reconcile/reconcile-employee.ts";
import { cancelled, hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { type InMemory, inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import { policyOf } from "../../support/titled-policy.ts";
import { afterHire, DAY, deliver, inFunctionOf, licenseOf, MINUTE, resync, titled, wait, wakeDue } from "./passes.ts";

const TOMORROW = new Date(NOW.getTime() + DAY).toISOString();
const promotion = roleChanged(titled("Pro"));
const announced = roleChanged({ id: "announced", effectiveAt: TOMORROW, ...titled("Plus") });

const passOf = (memory: InMemory, events = [promotion], dependencies = memory.dependencies) =>
  reconcilePass(dependencies, { employeeId: "E1", events, resync: true });

describe("a resync beside events of the same employee", () => {
  test("makes no pass of its own: what was done counts for the newest event", async () => {
    const memory = await afterHire();
    const { events, resync } = await passOf(memory);
    expect(events).toMatchObject([{ outcome: { outcome: "updated", licenseChanged: true } }]);
    expect(resync).toEqual({
      outcome: { outcome: "unchanged", license: "Pro", rule: "titled Pro", licenseChanged: false, steps: [] },
    });
    expect(memory.calls).toEqual(["set U1 Pro"]);
  });

  test("waits for what the events wait for", async () => {
    const memory = inMemoryDependencies();
    const dependencies = inFunctionOf("role-changed", memory);
    expect((await passOf(memory, [promotion], dependencies)).resync).toMatchObject({
      outcome: { outcome: "waiting", because: "NoHireYet" },
    });
  });

  test("looks again, even if no event of the pass has an effect", async () => {
    const memory = await afterHire();
    wait(memory, DAY - MINUTE);
    await memory.dependencies.employees.fold(promotion, memory.clock.now);
    const { events, resync } = await passOf(memory, [announced]);
    expect(events).toMatchObject([{ outcome: { outcome: "waiting" } }]);
    expect(resync).toMatchObject({ outcome: { outcome: "updated", license: "Pro", licenseChanged: true } });
  });

  test("ends a wait for the directory, although all that counts was applied before", async () => {
    const memory = await afterHire();
    await postpone(memory.dependencies, "E1");
    const { resync } = await passOf(memory, [announced]);
    expect(resync).toMatchObject({ outcome: { outcome: "updated", license: "Basic" } });
    expect(memory.records.get("E1")).not.toHaveProperty("waiting");
  });

  test("carries the failure of the pass, so that events without an effect need not", async () => {
    const memory = await afterHire();
    await memory.dependencies.employees.fold(promotion, memory.clock.now);
    const change = () => Promise.reject(new Failure("DirectoryThrottled", "slow down"));
    const directory = { ...memory.dependencies.directory, change };
    const { events, resync } = await passOf(memory, [announced], { ...memory.dependencies, directory });
    expect(events).toMatchObject([{ outcome: { outcome: "waiting" } }]);
    expect(resync).toMatchObject({ error: { code: "DirectoryThrottled" } });
  });

  test("by whoever doubts the record asserts it, also if every event was applied before", async () => {
    const memory = await afterHire();
    await memory.dependencies.employees.fold(announced, memory.clock.now);
    const request = { employeeId: "E1", events: [announced], resync: true };
    await reconcilePass(memory.dependencies, request);
    expect(memory.calls).toEqual([]);
    await reconcilePass(memory.dependencies, { ...request, doubts: true });
    expect(memory.calls).toEqual(["set U1 Basic"]);
  });

  test("makes one of its own if every event is refused", async () => {
    const memory = await afterHire();
    await memory.dependencies.employees.fold(promotion, memory.clock.now);
    const { events, resync } = await passOf(memory, [{ ...promotion, digest: "other" }]);
    expect(events).toMatchObject([{ error: { code: "EventIdReused" } }]);
    expect(resync).toMatchObject({ outcome: { outcome: "updated", license: "Pro" } });
  });
});

test("gives up what is due for later if others keep changing the record", async () => {
  const memory = await afterHire();
  await deliver(memory, announced);
  wait(memory, DAY);
  let tries = 0;
  const save = async () => {
    tries += 1;
    return false;
  };
  const dependencies = { ...memory.dependencies, employees: { ...memory.dependencies.employees, save } };
  expect(await resyncEmployee(dependencies, "E1")).toMatchObject({
    error: { code: "RecordContended", retryable: true },
  });
  expect(tries).toBe(5);
});

describe("an upcoming hire of another person", () => {
  const bo = hired({ id: "hire-bo", effectiveAt: TOMORROW, email: "bo@example.com", displayName: "Bo Li" });
  const announcedBo = async () => {
    const memory = inMemoryDependencies();
    await deliver(memory, hired({ displayName: "Ana Diaz" }));
    expect(await deliver(memory, bo)).toMatchObject({ outcome: "waiting", because: "NotYetEffective" });
    wait(memory, DAY);
    memory.calls.length = 0;
    return memory;
  };

  test("never counts: the resync of its day says so, once", async () => {
    const memory = await announcedBo();
    await expect(resync(memory.dependencies)).rejects.toMatchObject({ code: "EmployeeIdReused", retryable: false });
    expect(memory.records.get("E1")).toMatchObject({ role: { eventId: "hire-1" }, state: 1, upcoming: [] });
    expect(memory.records.get("E1")?.decisions.at(-1)).toEqual({
      eventId: "hire-bo",
      eventSource: "/hr",
      eventDigest: "digest of hire-bo",
      rule: "EmployeeIdReused",
      outcome: "refused",
      at: TOMORROW,
    });
    expect(await wakeDue(memory)).toEqual(["updated"]); // whatever else that resync was to do
    expect([memory.accounts.size, await wakeDue(memory)]).toEqual([1, []]);
  });

  test("is reported by a resync, once, also if another event brought its day about", async () => {
    const memory = await announcedBo();
    expect(await deliver(memory, promotion)).toMatchObject({ outcome: "updated" });
    expect(memory.records.get("E1")?.decisions).toContainEqual(
      expect.objectContaining({ eventId: "hire-bo", outcome: "refused" }),
    );
    await expect(wakeDue(memory)).rejects.toMatchObject({ code: "EmployeeIdReused" });
    await wakeDue(memory);
    expect([licenseOf(memory), memory.accounts.size, await wakeDue(memory)]).toEqual(["Pro", 1, []]);
    expect(memory.records.get("E1")).toMatchObject({ role: { eventId: "change-1" }, upcoming: [] });
  });

  test("that another event brought about stays refused, whatever comes before its dead letter", async () => {
    const memory = await announcedBo();
    await deliver(memory, promotion);
    await deliver(memory, left({ publishedAt: TOMORROW, effectiveAt: TOMORROW }));
    expect(memory.records.get("E1")).toMatchObject({ role: { eventId: "change-1" }, employment: { status: "left" } });
    await expect(wakeDue(memory)).rejects.toMatchObject({ code: "EmployeeIdReused" });
    await wakeDue(memory);
    expect(memory.records.get("E1")).toMatchObject({ role: { eventId: "change-1" }, employment: { status: "left" } });
  });

  test("is reported again if its dead letter was not sent, or the worker died thereafter", async () => {
    const memory = await announcedBo();
    const refused = { error: { code: "EmployeeIdReused" } };
    expect(await resyncEmployee(memory.dependencies, "E1")).toMatchObject(refused);
    expect(await resyncEmployee(memory.dependencies, "E1")).toMatchObject(refused);
    await expect(wakeDue(memory)).rejects.toMatchObject({ code: "EmployeeIdReused" });
    await wakeDue(memory);
    expect(await wakeDue(memory)).toEqual([]);
  });

  test("is reported by a resync beside another event, whose failure the event carries itself", async () => {
    const memory = await announcedBo();
    const change = () => Promise.reject(new Failure("DirectoryUnavailable", "down"));
    const directory = { ...memory.dependencies.directory, change };
    const { events, resync } = await passOf(memory, [promotion], { ...memory.dependencies, directory });
    expect(events).toMatchObject([{ error: { code: "DirectoryUnavailable" } }]);
    expect(resync).toMatchObject({ error: { code: "EmployeeIdReused" } });
  });

  test("makes no second dead letter if it is delivered again before the first, and one afterwards", async () => {
    const memory = await announcedBo();
    await deliver(memory, promotion);
    await expect(deliver(memory, bo)).resolves.toMatchObject({ outcome: "waiting" });
    await expect(wakeDue(memory)).rejects.toMatchObject({ code: "EmployeeIdReused" });
    await expect(deliver(memory, bo)).rejects.toMatchObject({ code: "EmployeeIdReused" });
  });

  test("needs no dead letter if HR takes it back before that", async () => {
    const memory = await announcedBo();
    await deliver(memory, promotion);
    expect(await deliver(memory, cancelled("hire-bo"))).toMatchObject({ outcome: "cancelled" });
    expect(await wakeDue(memory)).toEqual([]);
  });

  test("counts if she has left by then", async () => {
    const memory = await announcedBo();
    const leave = { id: "leave", publishedAt: NOW.toISOString(), employeeId: "E1", source: "/hr", digest: "d" };
    memory.clock.now = NOW;
    await deliver(memory, { ...leave, fact: { kind: "left", effectiveAt: NOW.toISOString() } });
    wait(memory, DAY);
    await wakeDue(memory);
    expect(memory.records.get("E1")).toMatchObject({ employment: { status: "hired", eventId: "hire-bo" } });
  });
});

describe("a resync after another policy was deployed", () => {
  test("sets its license for somebody settled, although what was applied is still trusted", async () => {
    const memory = await afterHire();
    expect(await resync({ ...memory.dependencies, policy: policyOf("Plus") })).toMatchObject({
      outcome: "updated",
      license: "Plus",
      from: "Basic",
    });
    expect(memory.calls).toEqual(["set U1 Plus"]);
  });

  test("changes nothing for somebody who keeps her license", async () => {
    const memory = await afterHire();
    expect(await resync({ ...memory.dependencies, policy: policyOf("Basic") })).toMatchObject({ outcome: "unchanged" });
    expect(memory.calls).toEqual([]);
  });

  test("takes an account away in the function of leavers, and gives it back in that of role changes", async () => {
    const memory = await afterHire();
    const none = { ...inFunctionOf("left", memory), policy: policyOf("none") };
    expect(await resync(none)).toMatchObject({ outcome: "released" });
    const back = { ...inFunctionOf("role-changed", memory), policy: policyOf("Pro") };
    expect(await resync(back)).toMatchObject({ outcome: "reactivated", license: "Pro" });
    expect(licenseOf(memory)).toBe("Pro");
  });
});
