import { describe, expect, test } from "vitest";
import { CLAIM_FENCE_MS } from "../../../domain/accounts/link.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import type { ConvergeDependencies } from "../../../domain/reconcile/converge.ts";
import { resyncEmployee } from "../../../domain/reconcile/reconcile-employee.ts";
import { hired, left, roleChanged } from "../../support/hr-events.ts";
import { type InMemory, inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import { afterHire, deliver, HOUR, handle, inFunctionOf, MINUTE, titled, wait, wakeDue } from "./passes.ts";

type Death = { readonly call: number; readonly when: "before" | "after" };
type Call = (...args: never[]) => Promise<unknown>;

/** A worker that dies at one of its calls, before or after the call has its effect; `calls` counts them. */
const mortal = (dependencies: ConvergeDependencies, death?: Death) => {
  let calls = 0;
  const dyingIn = async (act: () => Promise<unknown>): Promise<unknown> => {
    calls += 1;
    const dies = calls === death?.call;
    if (dies && death.when === "before") throw new Error("killed");
    const result = act();
    if (!dies) return result;
    await result.catch(() => {});
    throw new Error("killed");
  };
  const wrap = <T extends object>(port: T): T =>
    Object.fromEntries(
      Object.entries(port).map(([name, call]: [string, Call]) => [
        name,
        (...args: never[]) => dyingIn(() => call(...args)),
      ]),
    ) as T;
  const { employees, directory, creationLock } = dependencies;
  const { lock } = wrap({ lock: creationLock });
  const wrapped = { ...dependencies, employees: wrap(employees), directory: wrap(directory), creationLock: lock };
  return { dependencies: wrapped, calls: () => calls };
};

const functionFor = (memory: InMemory, event: HrEvent) =>
  inFunctionOf("fact" in event ? event.fact.kind : "role-changed", memory);

/** Calls `check` after each death that a worker can die over this event, another delivery, and whatever is due then. */
const eachDeath = async (make: () => Promise<InMemory>, event: HrEvent, check: (memory: InMemory) => void) => {
  const whole = await make();
  const { dependencies, calls } = mortal(functionFor(whole, event));
  await handle(dependencies, event);
  await wakeDue(whole);
  check(whole);
  for (let call = 1; call <= calls(); call += 1) {
    for (const when of ["before", "after"] as const) {
      const memory = await make();
      const dying = mortal(functionFor(memory, event), { call, when }).dependencies;
      await expect(handle(dying, event), `${when} call ${call}`).rejects.toThrow("killed");
      wait(memory, 30_000);
      await deliver(memory, event);
      await wakeDue(memory);
      check(memory);
    }
  }
  return calls();
};

const MAY = { publishedAt: "2026-05-01T00:00:00.000Z", effectiveAt: "2026-05-01T00:00:00.000Z" };

const afterPromotion = async (): Promise<InMemory> => {
  const memory = await afterHire();
  await deliver(memory, roleChanged(titled("Pro")));
  wait(memory, HOUR);
  return memory;
};

const afterLeave = async (): Promise<InMemory> => {
  const memory = await afterPromotion();
  await deliver(memory, left());
  wait(memory, CLAIM_FENCE_MS);
  return memory;
};

const expectAccounts = (memory: InMemory, ...accounts: object[]) =>
  expect([...memory.accounts.values()]).toMatchObject(accounts);

describe("a worker that dies at any call ends, after another delivery, in the same state:", () => {
  test("a hire", async () => {
    const calls = await eachDeath(
      async () => inMemoryDependencies(),
      hired(titled("Pro")),
      (memory) => {
        expectAccounts(memory, { license: "Pro", active: true });
        expect(memory.claims.get("U1")).toEqual({ ownerId: "E1" });
      },
    );
    expect(calls).toBeGreaterThan(6);
  });

  test("a release", async () => {
    const calls = await eachDeath(afterPromotion, left(), (memory) => {
      expectAccounts(memory, { license: "Basic", active: false });
      expect(memory.claims.get("U1")).toMatchObject({ ownerId: "E1", letGo: true });
      expect(memory.records.get("E1")?.applied).toMatchObject({ license: "Basic", active: false, entitled: false });
      expect(memory.records.get("E1")?.decisions.at(-1)).toMatchObject({ eventId: "leave-1" });
    });
    expect(calls).toBe(6);
  });

  test("a release of an account that a dead worker created", async () => {
    const begun = async () => {
      const memory = inMemoryDependencies();
      const { employees } = memory.dependencies;
      const claim = () => Promise.reject(new Error("killed"));
      await handle({ ...memory.dependencies, employees: { ...employees, claim } }, hired()).catch(() => {});
      return memory;
    };
    const calls = await eachDeath(begun, left(), (memory) => {
      expectAccounts(memory, { license: "Basic", active: false });
      expect(memory.claims.get("U1")).toMatchObject({ ownerId: "E1", letGo: true });
    });
    expect(calls).toBeGreaterThan(6);
  });

  test("a re-hire by the same ID", async () => {
    const calls = await eachDeath(afterLeave, hired({ id: "hire-2", ...MAY, ...titled("Plus") }), (memory) => {
      expectAccounts(memory, { license: "Plus", active: true });
      expect(memory.claims.get("U1")).toEqual({ ownerId: "E1" });
      expect(memory.records.get("E1")?.applied).toMatchObject({ license: "Plus", active: true, entitled: true });
    });
    expect(calls).toBe(6);
  });

  test("a re-hire by another ID", async () => {
    const hire = hired({ id: "hire-2", employeeId: "E2", ...MAY, ...titled("Plus") });
    const calls = await eachDeath(afterLeave, hire, (memory) => {
      expectAccounts(memory, { license: "Plus", active: true });
      expect(memory.claims.get("U1")).toEqual({ ownerId: "E2" });
    });
    expect(calls).toBe(7);
  });

  test("a change of somebody whose account is lost", async () => {
    const lost = async () => {
      const memory = await afterPromotion();
      memory.accounts.delete("U1");
      return memory;
    };
    const change = roleChanged({ id: "c2", ...MAY, ...titled("Plus") });
    const calls = await eachDeath(lost, change, (memory) => {
      expectAccounts(memory, { id: "U2", license: "Plus", active: true });
      expect([...memory.claims]).toEqual([
        ["U1", {}],
        ["U2", { ownerId: "E1" }],
      ]);
    });
    expect(calls).toBeGreaterThan(4);
  });

  test("a change that comes due", async () => {
    const day = new Date(Date.parse("2026-06-02T00:00:00.000Z"));
    const announced = async () => {
      const memory = await afterHire();
      await deliver(memory, roleChanged({ id: "promotion", effectiveAt: day.toISOString(), ...titled("Pro") }));
      wait(memory, 13 * HOUR);
      return memory;
    };
    await eachDeath(announced, roleChanged({ id: "older", ...titled("Plus") }), (memory) => {
      expectAccounts(memory, { license: "Pro", active: true });
    });
  });

  test("a hire whose address is in use, which gets it when its owner leaves", async () => {
    const hire = hired({ id: "hire-2", employeeId: "E2", ...MAY, ...titled("Plus") });
    let checked = 0;
    await eachDeath(afterPromotion, hire, (memory) => {
      expectAccounts(memory, { license: "Pro", active: true });
      expect(memory.claims.get("U1")).toEqual({ ownerId: "E1" });
      expect(memory.records.get("E2")).toMatchObject({ waiting: { because: "AddressInUse" }, link: {} });
      checked += 1;
    });
    expect(checked).toBeGreaterThan(10);
  });
});

test("a worker that dies in a resync leaves the rest to the next one", async () => {
  const memory = await afterHire();
  await deliver(memory, left({ effectiveAt: "2026-06-02T00:00:00.000Z" }));
  wait(memory, 13 * HOUR);
  const { employees } = memory.dependencies;
  const holdClaim = () => Promise.reject(new Error("killed"));
  const dying = { ...inFunctionOf("left", memory), employees: { ...employees, holdClaim } };
  expect(await resyncEmployee(dying, "E1")).toMatchObject({ error: { message: "killed" } });
  wait(memory, MINUTE);
  expect(await resyncEmployee(inFunctionOf("left", memory), "E1")).toMatchObject({ outcome: { outcome: "released" } });
});

test("a hire that adopts what its own dead worker found reactivates to be sure, and is no come-back", async () => {
  const memory = inMemoryDependencies();
  memory.addAccount("ana@example.com");
  const claim = () => Promise.reject(new Error("killed"));
  const dying = { ...memory.dependencies, employees: { ...memory.dependencies.employees, claim } };
  await expect(handle(dying, hired(titled("Pro")))).rejects.toThrow("killed");
  expect(await handle(memory.dependencies, hired(titled("Pro")))).toMatchObject({ outcome: "updated" });
  expect(memory.calls).toContain("reactivate U1");
});
