import { describe, expect, test } from "vitest";
import type { LicensePolicy } from "../../../domain/policy/license-policy.ts";
import { hired, roleChanged } from "../../support/hr-events.ts";
import { type InMemory, inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import { policyOf, TITLED_POLICY } from "../../support/titled-policy.ts";
import { failingAt, handle, inFunctionOf, resync, titled, wait, wakeDue } from "./passes.ts";

const OUTSIDER = titled("none");
const POLICY: LicensePolicy = {
  ...TITLED_POLICY,
  rules: [
    {
      name: "outsiders",
      when: [{ member: "title", condition: { op: "equals", value: "none" } }],
      license: "none",
    },
    ...TITLED_POLICY.rules,
  ],
};

const withPolicy = (memory: InMemory): InMemory => ({
  ...memory,
  dependencies: { ...memory.dependencies, policy: POLICY },
});
const accountOf = (memory: InMemory) => memory.accounts.get("U1");

describe("somebody for whom the policy says none", () => {
  test("gets no account", async () => {
    const memory = withPolicy(inMemoryDependencies());
    expect(await handle(inFunctionOf("hired", memory), hired(OUTSIDER))).toMatchObject({
      outcome: "unchanged",
      rule: "outsiders",
    });
    expect([memory.calls, memory.records.get("E1")?.link]).toEqual([[], {}]);
  });

  test("leaves an account alone that is not known to be hers", async () => {
    const memory = withPolicy(inMemoryDependencies());
    memory.addAccount("ana@example.com", "Pro");
    await handle(inFunctionOf("hired", memory), hired(OUTSIDER));
    expect([memory.calls, accountOf(memory)?.license]).toEqual([[], "Pro"]);
  });

  test("loses the account that she has, by the function that may take it away", async () => {
    const memory = withPolicy(inMemoryDependencies());
    await handle(inFunctionOf("hired", memory), hired(titled("Pro")));
    expect(await handle(inFunctionOf("role-changed", memory), roleChanged(OUTSIDER))).toMatchObject({
      outcome: "waiting",
      because: "OtherFunction",
    });
    expect(memory.records.get("E1")?.waiting).toMatchObject({ for: "left" });
    await wakeDue(memory);
    expect(accountOf(memory)).toMatchObject({ license: "Basic", active: false });
    expect(memory.claims.get("U1")).toMatchObject({ letGo: true });
  });

  test("gets it back, active, once a rule gives her a license again", async () => {
    const memory = withPolicy(inMemoryDependencies());
    await handle(inFunctionOf("hired", memory), hired(titled("Pro")));
    await handle(inFunctionOf("role-changed", memory), roleChanged(OUTSIDER));
    await wakeDue(memory);
    wait(memory, 3_600_000);
    const back = roleChanged({ ...titled("Plus"), id: "change-2", publishedAt: "2026-05-02T00:00:00.000Z" });
    expect(await handle(inFunctionOf("role-changed", memory), back)).toMatchObject({ outcome: "reactivated" });
    expect(accountOf(memory)).toMatchObject({ license: "Plus", active: true });
    expect(memory.claims.get("U1")).toEqual({ ownerId: "E1" });
  });

  test("gets an account once a rule gives her a license for the first time", async () => {
    const memory = withPolicy(inMemoryDependencies());
    await handle(inFunctionOf("hired", memory), hired(OUTSIDER));
    expect(await handle(inFunctionOf("role-changed", memory), roleChanged(titled("Pro")))).toMatchObject({
      outcome: "waiting",
      because: "OtherFunction",
    });
    await wakeDue(memory);
    expect(accountOf(memory)).toMatchObject({ license: "Pro", active: true });
  });
});

describe("if `none` leaves the account as it is, active and with the license that she has", () => {
  const under = (memory: InMemory, license: string): InMemory["dependencies"] => ({
    ...memory.dependencies,
    policy: { ...policyOf(license), leave: { license: "Basic", suspend: false } },
  });
  const released = async (): Promise<InMemory> => {
    const memory = inMemoryDependencies();
    await handle(under(memory, "Basic"), hired());
    await resync(under(memory, "none"));
    return memory;
  };

  test("others may have it once the policy says so of her", async () => {
    const memory = await released();
    expect(memory.records.get("E1")?.applied).toMatchObject({ entitled: false, license: "Basic", active: true });
    expect(memory.claims.get("U1")).toMatchObject({ letGo: true });
  });

  test("an event under a policy that gives it back is no duplicate if it fails", async () => {
    const memory = await released();
    const dependencies = { ...failingAt(memory, "claim"), policy: under(memory, "Basic").policy };
    await expect(handle(dependencies, hired())).rejects.toThrow("killed");
  });

  test("it is hers again under a policy that gives it back", async () => {
    const memory = await released();
    await handle(under(memory, "Basic"), hired());
    expect(memory.claims.get("U1")).toEqual({ ownerId: "E1" });
    expect(memory.records.get("E1")?.applied).toMatchObject({ entitled: true });
  });
});
