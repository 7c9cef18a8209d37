import { describe, expect, test } from "vitest";
import { performTransfer } from "../../../domain/accounts/perform-transfer.ts";
import { accountOf, decideTransfer } from "../../../domain/accounts/transfer.ts";
import { reconcileEmployee, resyncEmployee } from "../../../domain/reconcile/reconcile-employee.ts";
import { hired, left, NOW } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";

/** E1 had U1 and left; E2 is hired under another address, and waits for the function of hires. */
const aLeaverAndAnHeir = async () => {
  const memory = inMemoryDependencies();
  const { dependencies, records, claims, clock } = memory;
  await reconcileEmployee(dependencies, [hired()]);
  await reconcileEmployee(dependencies, [left()]);
  const toCome = { ...dependencies, may: { create: false, release: false } };
  await reconcileEmployee(toCome, [hired({ id: "hire-2", employeeId: "E2", email: "ana.diaz@example.com" })]);
  clock.now = new Date(NOW.getTime() + 3_600_000);
  const decide = () => {
    const [from, to] = [records.get("E1"), records.get("E2")];
    const claim = claims.get(accountOf(from) ?? "") ?? {};
    if (from === undefined || to === undefined) throw new Error("no such record");
    return { from, to, ...decideTransfer({ fromId: "E1", toId: "E2", from, to, claim, now: clock.now }) };
  };
  const transfer = async (changes: Partial<typeof dependencies> = {}) => {
    const decided = decide();
    if ("refused" in decided) throw new Error(decided.refused);
    const resync = async () => void (await resyncEmployee(dependencies, "E2"));
    await performTransfer({ ...dependencies, resync, ...changes }, decided);
  };
  return { ...memory, decide, transfer };
};

test("the new owner has the account, reactivated and with her license; the old one has none", async () => {
  const { transfer, records, claims, accounts } = await aLeaverAndAnHeir();
  expect(accounts.get("U1")).toMatchObject({ active: false });
  await transfer();
  expect(claims.get("U1")?.ownerId).toBe("E2");
  expect(records.get("E2")).toMatchObject({ link: { accountId: "U1" }, applied: { license: "Basic", active: true } });
  expect(accountOf(records.get("E1"))).toBeUndefined();
  expect([...accounts.values()]).toEqual([expect.objectContaining({ id: "U1", active: true })]);
});

describe("a transfer that was interrupted is finished by another one", () => {
  test.each(["letGo", "linkCandidate", "claim", "unlink"] as const)("before %s", async (call) => {
    const { transfer, dependencies, records, claims } = await aLeaverAndAnHeir();
    const employees = { ...dependencies.employees, [call]: () => Promise.reject(new Error("killed")) };
    await expect(transfer({ employees })).rejects.toThrow("killed");
    await transfer();
    expect(claims.get("U1")?.ownerId).toBe("E2");
    expect([accountOf(records.get("E1")), accountOf(records.get("E2"))]).toEqual([undefined, "U1"]);
  });

  test("before the resync", async () => {
    const { transfer, decide, records } = await aLeaverAndAnHeir();
    await expect(transfer({ resync: () => Promise.reject(new Error("killed")) } as object)).rejects.toThrow("killed");
    expect(decide()).toMatchObject({ steps: ["resync", "untie"] });
    await transfer();
    expect(records.get("E2")?.applied).toMatchObject({ license: "Basic", active: true });
  });
});

test("an account that somebody else claims meanwhile stays hers", async () => {
  const { transfer, dependencies, records, claims } = await aLeaverAndAnHeir();
  const letGo = async () => void claims.set("U1", { ownerId: "E3" });
  await expect(transfer({ employees: { ...dependencies.employees, letGo } })).rejects.toMatchObject({
    code: "UserOwnedByAnotherEmployee",
  });
  expect(claims.get("U1")?.ownerId).toBe("E3");
  expect(accountOf(records.get("E2"))).toBeUndefined();
});

test("an account whose owner comes back meanwhile stays hers", async () => {
  const { transfer, dependencies, records, claims } = await aLeaverAndAnHeir();
  const letGo = async (...args: Parameters<typeof dependencies.employees.letGo>) => {
    await reconcileEmployee(dependencies, [hired({ id: "hire-3", publishedAt: "2026-05-01T00:00:00.000Z" })]);
    await dependencies.employees.letGo(...args);
  };
  await expect(transfer({ employees: { ...dependencies.employees, letGo } })).rejects.toMatchObject({
    code: "UserOwnedByAnotherEmployee",
  });
  expect(claims.get("U1")?.ownerId).toBe("E1");
  expect([accountOf(records.get("E1")), accountOf(records.get("E2"))]).toEqual(["U1", undefined]);
});
