import { describe, expect, test } from "vitest";
import { CLAIM_FENCE_MS } from "../../../domain/accounts/link.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import { hired, left, roleChanged } from "../../support/hr-events.ts";
import { type InMemory, inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import { afterHire, DAY, deliver, HOUR, handle, inFunctionOf, MINUTE, titled, wait, wakeDue } from "./passes.ts";

const MAY = { publishedAt: "2026-05-01T00:00:00.000Z", effectiveAt: "2026-05-01T00:00:00.000Z" };
const rehire = hired({ id: "hire-2", ...MAY, ...titled("Pro") });
const hireOf2 = hired({ id: "hire-2", employeeId: "E2", ...MAY, ...titled("Pro") });

const accountOf = (memory: InMemory) => memory.accounts.get("U1");

/** Somebody who was hired, and left an hour later. */
const afterLeave = async (): Promise<InMemory> => {
  const memory = await afterHire();
  wait(memory, HOUR);
  await deliver(memory, left());
  memory.calls.length = 0;
  return memory;
};

describe("a re-hire by the same ID", () => {
  test("gets her account back, active and with the license of her role", async () => {
    const memory = await afterLeave();
    expect(await deliver(memory, rehire)).toMatchObject({
      outcome: "reactivated",
      from: "Basic",
      license: "Pro",
      licenseChanged: true,
      steps: ["adopt the account that was released", "reactivate the account", "set Pro (rule titled Pro)"],
    });
    expect([memory.calls, accountOf(memory)]).toMatchObject([
      ["reactivate U1", "set U1 Pro"],
      { license: "Pro", active: true },
    ]);
    expect(memory.claims.get("U1")).toEqual({ ownerId: "E1" });
    expect(memory.records.get("E1")?.applied).toMatchObject({ license: "Pro", active: true, entitled: true });
  });

  test("is reactivated in the very minute in which she left", async () => {
    const memory = await afterLeave();
    wait(memory, 1);
    expect(await deliver(memory, rehire)).toMatchObject({ outcome: "reactivated" });
  });

  test("changes her role afterwards in one call, as everybody does", async () => {
    const memory = await afterLeave();
    await deliver(memory, rehire);
    memory.calls.length = 0;
    await deliver(
      memory,
      roleChanged({ ...MAY, id: "c2", publishedAt: "2026-05-02T00:00:00.000Z", ...titled("Plus") }),
    );
    expect(memory.calls).toEqual(["set U1 Plus"]);
  });

  test("is asserted active, too, after a day", async () => {
    const memory = await afterLeave();
    await deliver(memory, rehire);
    wait(memory, DAY);
    memory.calls.length = 0;
    await deliver(memory, rehire);
    expect(memory.calls).toEqual(["reactivate U1", "set U1 Pro"]);
  });

  test("stays active whatever older event comes again", async () => {
    const memory = await afterLeave();
    await deliver(memory, rehire);
    for (const event of [left(), hired(), roleChanged()]) await deliver(memory, event);
    await wakeDue(memory);
    expect(accountOf(memory)).toMatchObject({ license: "Pro", active: true });
    expect(memory.claims.get("U1")).toEqual({ ownerId: "E1" });
  });

  test("before the leave is through needs no reactivation by hand", async () => {
    const memory = await afterHire();
    await memory.dependencies.employees.fold(left(), memory.clock.now);
    await deliver(memory, rehire);
    expect(await deliver(memory, left())).toMatchObject({ outcome: "stale", license: "Pro" });
    expect(accountOf(memory)).toMatchObject({ license: "Pro", active: true });
  });

  test("that the very pass of the leave sees, after it let the account go, claims it again", async () => {
    const memory = inMemoryDependencies();
    const { employees } = memory.dependencies;
    const claim = () => Promise.reject(new Error("killed"));
    const dies = { ...memory.dependencies, employees: { ...employees, claim } };
    await expect(handle(dies, hired())).rejects.toThrow("killed");
    const letGo: typeof employees.letGo = async (...args) => {
      await employees.letGo(...args);
      await employees.fold(rehire, memory.clock.now);
    };
    const dependencies = { ...inFunctionOf("left", memory), employees: { ...employees, letGo } };
    expect(await handle(dependencies, left())).toMatchObject({ outcome: "stale", license: "Pro" });
    expect(memory.claims.get("U1")).toEqual({ ownerId: "E1" });
    expect(accountOf(memory)).toMatchObject({ license: "Pro", active: true });
  });
});

describe("a re-hire by another ID", () => {
  test("gets the account of the old ID a minute after its release", async () => {
    const memory = await afterLeave();
    wait(memory, CLAIM_FENCE_MS);
    expect(await deliver(memory, hireOf2)).toMatchObject({
      outcome: "reactivated",
      from: "Basic",
      license: "Pro",
      steps: [
        "find the account by email",
        "adopt the account found by email",
        "reactivate the account",
        "set Pro (rule titled Pro)",
      ],
    });
    expect(accountOf(memory)).toMatchObject({ license: "Pro", active: true });
    expect(memory.claims.get("U1")).toEqual({ ownerId: "E2" });
  });

  test("waits if that minute is not over", async () => {
    const memory = await afterLeave();
    wait(memory, CLAIM_FENCE_MS - 1);
    expect(await deliver(memory, hireOf2)).toMatchObject({ outcome: "waiting", because: "AddressInUse" });
    wait(memory, 5 * MINUTE);
    expect(await wakeDue(memory)).toEqual(["reactivated"]);
    expect(memory.claims.get("U1")).toEqual({ ownerId: "E2" });
  });

  test("finds the account suspended by somebody else, and it is active afterwards", async () => {
    const memory = inMemoryDependencies();
    memory.addAccount("ana@example.com", "Basic", false);
    expect(await deliver(memory, hired())).toMatchObject({ outcome: "reactivated" });
    expect(accountOf(memory)?.active).toBe(true);
  });
});

describe("once the account has passed on", () => {
  /** E1 left, and E2 has her account. */
  const afterPassing = async (): Promise<InMemory> => {
    const memory = await afterLeave();
    wait(memory, CLAIM_FENCE_MS);
    await deliver(memory, hireOf2);
    memory.calls.length = 0;
    return memory;
  };
  const setsAndMore = (memory: InMemory) => memory.calls.filter((call) => call !== "find");
  const untouched = (memory: InMemory) => {
    expect(setsAndMore(memory)).toEqual([]);
    expect(accountOf(memory)).toMatchObject({ license: "Pro", active: true });
    expect(memory.claims.get("U1")).toEqual({ ownerId: "E2" });
  };
  const newer = { publishedAt: "2026-05-10T00:00:00.000Z", effectiveAt: "2026-05-10T00:00:00.000Z" };

  test.each<[what: string, HrEvent]>([
    ["another delivery of her leave", left()],
    ["another leave", left({ id: "leave-2", ...newer })],
    ["another delivery of her hire", hired()],
    ["a role change", roleChanged({ ...newer, ...titled("Plus") })],
    ["an older role change", roleChanged(titled("Plus"))],
    ["her re-hire", hired({ id: "hire-3", ...newer, ...titled("Plus") })],
  ])("%s of the old ID touches nothing of it", async (_, event) => {
    for (const later of [0, 2 * DAY]) {
      const memory = await afterPassing();
      wait(memory, later);
      await deliver(memory, event);
      await wakeDue(memory);
      untouched(memory);
    }
  });

  test("her re-hire waits for the address, and gets an account of her own under another one", async () => {
    const memory = await afterPassing();
    expect(await deliver(memory, hired({ id: "hire-3", ...newer }))).toMatchObject({ because: "AddressInUse" });
    expect(memory.records.get("E1")?.link).not.toHaveProperty("accountId");
    const corrected = { publishedAt: "2026-05-11T00:00:00.000Z", effectiveAt: "2026-05-11T00:00:00.000Z" };
    const event = hired({ id: "hire-4", ...corrected, email: "ana2@example.com" });
    expect(await deliver(memory, event)).toMatchObject({ outcome: "created" });
    expect(memory.accounts.get("U2")).toMatchObject({ email: "ana2@example.com", active: true });
    expect(accountOf(memory)).toMatchObject({ license: "Pro", active: true });
  });

  test("the new owner is released on her own leave", async () => {
    const memory = await afterPassing();
    await deliver(memory, left({ id: "leave-2", employeeId: "E2", ...newer }));
    expect(accountOf(memory)).toMatchObject({ license: "Basic", active: false });
    expect(memory.claims.get("U1")).toMatchObject({ ownerId: "E2", letGo: true });
  });
});
