import { describe, expect, test } from "vitest";
import { Failure, type FailureCode } from "../../../domain/failures.ts";
import { resyncEmployee } from "../../../domain/reconcile/reconcile-employee.ts";
import { hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { type InMemory, inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import {
  afterHire,
  deliver,
  HOUR,
  handle,
  inFunctionOf,
  licenseOf,
  MINUTE,
  resync,
  titled,
  wait,
  wakeDue,
} from "./passes.ts";

const SINCE = NOW.toISOString();
const inMinutes = (minutes: number): string => new Date(NOW.getTime() + minutes * MINUTE).toISOString();

describe("a change of somebody unknown", () => {
  const change = roleChanged(titled("Pro"));

  test("waits for the hire, which then applies it", async () => {
    const memory = inMemoryDependencies();
    expect(await deliver(memory, change)).toEqual({
      outcome: "waiting",
      because: "NoHireYet",
      until: inMinutes(5),
      licenseChanged: false,
      steps: ["find the account by email", "wait for the hire"],
    });
    expect(memory.records.get("E1")).toMatchObject({
      waiting: { because: "NoHireYet", since: SINCE, until: inMinutes(5) },
      decisions: [],
    });
    expect(await deliver(memory, hired())).toMatchObject({ outcome: "created", license: "Pro" });
    expect(licenseOf(memory)).toBe("Pro");
    expect(memory.records.get("E1")).not.toHaveProperty("waiting");
    expect(
      memory.records
        .get("E1")
        ?.decisions.map(({ eventId }) => eventId)
        .sort(),
    ).toEqual(["change-1", "hire-1"]);
  });

  test("keeps its place when it is looked at again, or delivered again", async () => {
    const memory = inMemoryDependencies();
    await deliver(memory, change);
    wait(memory, 5 * MINUTE);
    expect(await wakeDue(memory)).toEqual(["waiting"]);
    expect(await deliver(memory, change)).toMatchObject({ outcome: "waiting", until: inMinutes(10) });
    expect(memory.records.get("E1")?.waiting).toEqual({ because: "NoHireYet", since: SINCE, until: inMinutes(10) });
  });

  test("takes the account that the directory has meanwhile", async () => {
    const memory = inMemoryDependencies();
    await deliver(memory, change);
    memory.addAccount("ana@example.com");
    wait(memory, 5 * MINUTE);
    expect(await wakeDue(memory)).toEqual(["updated"]);
    expect(licenseOf(memory)).toBe("Pro");
  });

  test("is refused after the grace, once and for all receives, and waits no more", async () => {
    const memory = inMemoryDependencies();
    await deliver(memory, change);
    wait(memory, HOUR);
    await expect(wakeDue(memory)).rejects.toMatchObject({ code: "EmployeeNotProvisioned", retryable: false });
    expect(memory.records.get("E1")).not.toHaveProperty("waiting");
    expect(await wakeDue(memory)).toEqual([]);
  });

  test("gets a new grace from a replay", async () => {
    const memory = inMemoryDependencies();
    await deliver(memory, change);
    wait(memory, 2 * HOUR);
    await expect(wakeDue(memory)).rejects.toMatchObject({ code: "EmployeeNotProvisioned" });
    expect(await resync(inFunctionOf("role-changed", memory))).toMatchObject({
      because: "NoHireYet",
      until: inMinutes(125),
    });
    expect(await deliver(memory, hired())).toMatchObject({ outcome: "created", license: "Pro" });
  });
});

describe("a wait that a look-up ends for good", () => {
  const finds = (memory: InMemory, code: FailureCode) => {
    const find = () => Promise.reject(new Failure(code, "found"));
    return { ...memory.dependencies, directory: { ...memory.dependencies.directory, find } };
  };
  const waits = async () => {
    const memory = inMemoryDependencies();
    await deliver(memory, roleChanged(titled("Pro")));
    wait(memory, 5 * MINUTE);
    return memory;
  };

  test.each(["AmbiguousUser", "UserIsDevice"] as const)("%s is dead-lettered once", async (code) => {
    const memory = await waits();
    await expect(resync(finds(memory, code))).rejects.toMatchObject({ code });
    expect(memory.records.get("E1")).not.toHaveProperty("waiting");
    expect(await wakeDue(memory)).toEqual([]);
  });

  test("also by an event of hers", async () => {
    const memory = await waits();
    const event = roleChanged({ ...titled("Plus"), id: "change-2", publishedAt: "2026-05-01T00:00:00.000Z" });
    await expect(handle(finds(memory, "AmbiguousUser"), event)).rejects.toMatchObject({ code: "AmbiguousUser" });
    expect(await wakeDue(memory)).toEqual([]);
  });

  test("is not over before its dead letter is sent: a worker that dies leaves it to the next one", async () => {
    const memory = await waits();
    const { waiting } = memory.records.get("E1") ?? {};
    const ambiguous = { error: { code: "AmbiguousUser" } };
    expect(await resyncEmployee(finds(memory, "AmbiguousUser"), "E1")).toMatchObject(ambiguous);
    expect(memory.records.get("E1")?.waiting).toEqual(waiting);
    await expect(resync(finds(memory, "AmbiguousUser"))).rejects.toMatchObject(ambiguous.error);
    expect(memory.records.get("E1")).not.toHaveProperty("waiting");
  });

  test("is not over if the dead letter is sent late, and it waits for something new", async () => {
    const memory = await waits();
    const failed = await resyncEmployee(finds(memory, "AmbiguousUser"), "E1");
    await resync(inFunctionOf("role-changed", memory));
    if ("error" in failed) await failed.onceDeadLettered?.();
    expect(memory.records.get("E1")?.waiting).toMatchObject({ because: "NoHireYet", until: inMinutes(10) });
  });

  test("goes on after what may pass by itself", async () => {
    const memory = await waits();
    const { waiting } = memory.records.get("E1") ?? {};
    expect(await resyncEmployee(finds(memory, "DirectoryUnavailable"), "E1")).toMatchObject({
      error: { retryable: true },
    });
    expect(memory.records.get("E1")?.waiting).toEqual(waiting);
  });

  test("ends once the resync is a dead letter, which each sweep would repeat, and goes on when that is replayed", async () => {
    const memory = await waits();
    await expect(resync(finds(memory, "DirectoryUnavailable"))).rejects.toMatchObject({ retryable: true });
    expect(memory.records.get("E1")).not.toHaveProperty("waiting");
    expect(await wakeDue(memory)).toEqual([]);
    expect(await resync(inFunctionOf("role-changed", memory))).toMatchObject({
      outcome: "waiting",
      because: "NoHireYet",
    });
  });

  test("goes on if only an event of hers is a dead letter", async () => {
    const memory = await waits();
    const { waiting } = memory.records.get("E1") ?? {};
    const event = roleChanged({ ...titled("Plus"), id: "change-2", publishedAt: "2026-05-01T00:00:00.000Z" });
    await expect(handle(finds(memory, "DirectoryUnavailable"), event)).rejects.toMatchObject({ retryable: true });
    expect(memory.records.get("E1")?.waiting).toEqual(waiting);
  });
});

test("what another function may do at once is due when that is written, however long the pass took", async () => {
  const memory = await afterHire();
  wait(memory, HOUR);
  memory.accounts.delete("U1");
  const { find } = memory.dependencies.directory;
  const slow = async (email: string) => {
    wait(memory, MINUTE);
    return find(email);
  };
  const directory = { ...memory.dependencies.directory, find: slow };
  const event = roleChanged(titled("Pro"));
  expect(await handle({ ...inFunctionOf("role-changed", memory), directory }, event)).toMatchObject({
    because: "OtherFunction",
  });
  expect(memory.records.get("E1")?.waiting?.until).toBe(inMinutes(61));
});

describe("a hire whose address belongs to somebody who works here", () => {
  const rival = hired({ id: "hire-2", employeeId: "E2", ...titled("Plus") });

  test("waits, and changes nothing in the directory", async () => {
    const memory = await afterHire();
    expect(await deliver(memory, rival)).toMatchObject({
      outcome: "waiting",
      because: "AddressInUse",
      until: inMinutes(5),
      steps: [
        "find the account by email",
        "adopt the account found by email",
        "wait until the account with this email is free",
      ],
    });
    expect([memory.calls, memory.accounts.size, licenseOf(memory)]).toEqual([["find"], 1, "Basic"]);
    expect(memory.records.get("E2")?.link).toEqual({});
    expect(memory.claims.get("U1")).toMatchObject({ ownerId: "E1" });
  });

  test("gets the account once its owner has left", async () => {
    const memory = await afterHire();
    await deliver(memory, rival);
    await deliver(memory, left());
    wait(memory, 5 * MINUTE);
    expect(await wakeDue(memory)).toEqual(["reactivated"]);
    expect(memory.accounts.get("U1")).toMatchObject({ license: "Plus", active: true });
    expect(memory.records.get("E2")?.decisions).toMatchObject([{ eventId: "hire-2", outcome: "reactivated" }]);
  });

  test("gets an account of its own once the address is free in the directory", async () => {
    const memory = await afterHire();
    await deliver(memory, rival);
    memory.accounts.delete("U1");
    wait(memory, 5 * MINUTE);
    expect(await wakeDue(memory)).toEqual(["created"]);
    expect([...memory.accounts.values()]).toMatchObject([{ license: "Plus" }]);
  });

  test("is refused after the grace, and waits no more", async () => {
    const memory = await afterHire();
    await deliver(memory, rival);
    for (let minute = 5; minute < 60; minute += 5) {
      wait(memory, 5 * MINUTE);
      expect(await wakeDue(memory)).toEqual(["waiting"]);
    }
    wait(memory, 5 * MINUTE);
    await expect(wakeDue(memory)).rejects.toMatchObject({ code: "UserOwnedByAnotherEmployee", retryable: false });
    expect(memory.records.get("E2")).not.toHaveProperty("waiting");
    expect([await wakeDue(memory), licenseOf(memory)]).toEqual([[], "Basic"]);
  });

  test("goes on under the address that HR corrects it to", async () => {
    const memory = await afterHire();
    await deliver(memory, rival);
    const corrected = hired({
      ...rival,
      ...rival.fact,
      id: "hire-3",
      publishedAt: "2026-05-01T00:00:00.000Z",
      email: "bo@example.com",
    });
    expect(await deliver(memory, corrected)).toMatchObject({ outcome: "created", license: "Plus" });
    expect(memory.records.get("E2")).not.toHaveProperty("waiting");
  });
});

describe("what a function may not do waits for the one that may", () => {
  test("a role change of a hire that has no account yet", async () => {
    const memory = inMemoryDependencies();
    await memory.dependencies.employees.fold(hired(), NOW); // and the worker died
    expect(await deliver(memory, roleChanged(titled("Pro")))).toMatchObject({
      outcome: "waiting",
      because: "OtherFunction",
      until: SINCE,
    });
    expect(await wakeDue(memory)).toEqual(["created"]);
    expect(licenseOf(memory)).toBe("Pro");
  });

  test("a role change of somebody who left, whose leave died on the way", async () => {
    const memory = await afterHire();
    await memory.dependencies.employees.fold(left(), NOW);
    expect(await deliver(memory, roleChanged(titled("Pro")))).toMatchObject({ because: "OtherFunction" });
    expect([memory.calls, memory.records.get("E1")?.waiting?.because]).toEqual([[], "OtherFunction"]);
    expect(await wakeDue(memory)).toEqual(["released"]);
    expect(memory.accounts.get("U1")).toMatchObject({ license: "Basic", active: false });
  });

  test("the call of a role change that reaches the directory after the leave", async () => {
    const memory = await afterHire();
    await deliver(memory, roleChanged(titled("Pro")));
    await deliver(memory, left());
    await memory.dependencies.directory.change("U1", { license: "Pro" }); // the role change's slow first call
    await deliver(memory, roleChanged(titled("Pro")));
    await wakeDue(memory);
    expect(licenseOf(memory)).toBe("Basic");
  });
});
