import { describe, expect, test } from "vitest";
import type { Directory } from "../../../domain/accounts/directory.ts";
import { Failure } from "../../../domain/failures.ts";
import { hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { type InMemory, inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import {
  afterHire,
  DAY,
  deliver,
  HOUR,
  handle,
  inFunctionOf,
  licenseOf,
  MINUTE,
  titled,
  wait,
  wakeDue,
} from "./passes.ts";

const RELEASE = ["set U1 Basic", "deactivate U1"];
const accountOf = (memory: InMemory) => memory.accounts.get("U1");
const outcomesOf = (memory: InMemory) => memory.records.get("E1")?.decisions.map(({ outcome }) => outcome);

/** Somebody with a Pro account. */
const afterPromotion = async (): Promise<InMemory> => {
  const memory = await afterHire();
  await deliver(memory, roleChanged(titled("Pro")));
  memory.calls.length = 0;
  return memory;
};

describe("a leaver with an account", () => {
  test("gives her license back, is deactivated, and others may have the account", async () => {
    const memory = await afterPromotion();
    expect(await deliver(memory, left())).toEqual({
      outcome: "released",
      from: "Pro",
      license: "Basic",
      rule: "left",
      licenseChanged: true,
      steps: [
        "hold the account for its release",
        "set Basic (rule left)",
        "deactivate the account",
        "let others have the account",
      ],
    });
    expect([memory.calls, accountOf(memory)]).toMatchObject([RELEASE, { license: "Basic", active: false }]);
    expect(memory.claims.get("U1")).toMatchObject({ ownerId: "E1", letGo: true });
    expect(memory.records.get("E1")).toMatchObject({
      link: { accountId: "U1", releasedAt: NOW.toISOString() },
      applied: { license: "Basic", active: false, entitled: false },
    });
    expect(memory.records.get("E1")?.decisions.at(-1)).toMatchObject({
      outcome: "released",
      rule: "left",
      from: "Pro",
    });
  });

  test("keeps the license and stays active if the stage says so", async () => {
    const memory = await afterPromotion();
    const { policy } = memory.dependencies;
    const leave = { license: "Plus", suspend: false } as const;
    const dependencies = { ...inFunctionOf("left", memory), policy: { ...policy, leave } };
    expect(await handle(dependencies, left())).toMatchObject({ outcome: "released", license: "Plus" });
    expect([memory.calls, accountOf(memory)?.active]).toEqual([["set U1 Plus"], true]);
  });

  test("is released even if the license is the same", async () => {
    const memory = await afterHire();
    expect(await deliver(memory, left())).toMatchObject({ outcome: "released", licenseChanged: false });
    expect([memory.calls, accountOf(memory)?.active]).toEqual([["deactivate U1"], false]);
  });

  test("twice is a duplicate, makes no call and writes nothing", async () => {
    const memory = await afterPromotion();
    await deliver(memory, left());
    const before = memory.records.get("E1");
    memory.calls.length = 0;
    expect(await deliver(memory, left())).toMatchObject({ outcome: "duplicate", rule: "left", steps: [] });
    expect([memory.calls, memory.records.get("E1")]).toEqual([[], before]);
  });

  test("again after a day is asserted again", async () => {
    const memory = await afterPromotion();
    await deliver(memory, left());
    wait(memory, DAY);
    memory.calls.length = 0;
    expect(await deliver(memory, left())).toMatchObject({ outcome: "released" });
    expect(memory.calls).toEqual(RELEASE);
  });

  test("by a second event is confirmed once more, without a call", async () => {
    const memory = await afterPromotion();
    await deliver(memory, left());
    memory.calls.length = 0;
    await deliver(memory, left({ id: "leave-2", publishedAt: "2026-05-01T00:00:00.000Z" }));
    expect([memory.calls, outcomesOf(memory)?.at(-1)]).toEqual([[], "released"]);
  });

  test("in a month stays as she is until then", async () => {
    const memory = await afterPromotion();
    await deliver(memory, left({ effectiveAt: "2026-07-01T00:00:00.000Z" }));
    expect([memory.calls, licenseOf(memory)]).toEqual([[], "Pro"]);
    wait(memory, 30 * DAY);
    expect(await wakeDue(memory)).toEqual(["released"]);
    expect(accountOf(memory)).toMatchObject({ license: "Basic", active: false });
  });

  test("on the day of a promotion is released, in whatever order the two come", async () => {
    const day = { publishedAt: "2026-04-01T00:00:00.000Z", effectiveAt: "2026-04-01T00:00:00.000Z" };
    const [leave, promotion] = [left(day), roleChanged({ ...day, ...titled("Pro") })];
    for (const events of [
      [leave, promotion],
      [promotion, leave],
    ]) {
      const memory = await afterHire();
      for (const event of events) await deliver(memory, event);
      await wakeDue(memory);
      expect(accountOf(memory)).toMatchObject({ license: "Basic", active: false });
      expect(memory.records.get("E1")?.applied).toMatchObject({ entitled: false });
    }
  });
});

test("a change of the leavers' policy is applied by the next delivery of the leave, and recorded", async () => {
  const memory = await afterHire();
  const { policy } = memory.dependencies;
  const leave = { license: "Basic", suspend: false } as const;
  await handle({ ...inFunctionOf("left", memory), policy: { ...policy, leave } }, left());
  const deactivate = () => Promise.reject(new Failure("DirectoryThrottled", "slow down"));
  const fails = { ...inFunctionOf("left", memory), directory: { ...memory.dependencies.directory, deactivate } };
  await expect(handle(fails, left())).rejects.toMatchObject({ code: "DirectoryThrottled" });
  expect(await deliver(memory, left())).toMatchObject({ outcome: "released" });
  expect(memory.records.get("E1")?.applied).toMatchObject({ active: false });
  expect(accountOf(memory)?.active).toBe(false);
});

describe("only the function of leavers takes an account away", () => {
  test.each(["hired", "role-changed"] as const)("the one of %s waits for it", async (kind) => {
    const memory = await afterPromotion();
    expect(await handle(inFunctionOf(kind, memory), left())).toMatchObject({
      outcome: "waiting",
      because: "OtherFunction",
    });
    expect(memory.calls).toEqual([]);
    expect(await wakeDue(memory)).toEqual(["released"]);
    expect(memory.records.get("E1")?.decisions.at(-1)).toMatchObject({ eventId: "leave-1", outcome: "released" });
  });
});

describe("a leaver of whom nothing else is known", () => {
  test("has no account to release", async () => {
    const memory = inMemoryDependencies();
    memory.addAccount("ana@example.com", "Pro");
    const outcome = { outcome: "unchanged", rule: "left", licenseChanged: false, steps: [] };
    expect(await deliver(memory, left())).toEqual(outcome);
    expect([memory.calls, licenseOf(memory)]).toEqual([[], "Pro"]);
    expect(outcomesOf(memory)).toEqual(["unchanged"]);
    expect(await deliver(memory, left())).toMatchObject({ outcome: "duplicate" });
  });

  test("gets no account if her hire comes after the leave, and is older", async () => {
    const memory = inMemoryDependencies();
    await deliver(memory, left());
    expect(await deliver(memory, hired(titled("Pro")))).toMatchObject({ outcome: "unchanged", rule: "left" });
    expect(await deliver(memory, roleChanged(titled("Pro")))).toMatchObject({ outcome: "unchanged", rule: "left" });
    expect([memory.calls, memory.accounts.size]).toEqual([[], 0]);
  });

  test("has a decision also if the worker that folded it died", async () => {
    const memory = inMemoryDependencies();
    await memory.dependencies.employees.fold(left(), NOW);
    expect(await deliver(memory, left())).toMatchObject({ outcome: "unchanged" });
    expect(outcomesOf(memory)).toEqual(["unchanged"]);
  });
});

test("a leave that HR dates before the hire, and publishes after it, is the last word", async () => {
  const memory = await afterHire();
  await deliver(memory, left({ effectiveAt: "2026-01-01T00:00:00.000Z" }));
  expect(accountOf(memory)?.active).toBe(false);
});

test("a leave that HR published before the hire counts for nothing", async () => {
  const memory = await afterHire();
  const before = { publishedAt: "2026-02-01T00:00:00.000Z", effectiveAt: "2026-02-01T00:00:00.000Z" };
  expect(await deliver(memory, left(before))).toMatchObject({ outcome: "stale", license: "Basic" });
  expect(accountOf(memory)?.active).toBe(true);
});

test("a role change after the leave does not bring her back", async () => {
  const memory = await afterPromotion();
  await deliver(memory, left());
  const change = roleChanged({ id: "change-2", publishedAt: "2026-05-01T00:00:00.000Z", ...titled("Plus") });
  await deliver(memory, change);
  await wakeDue(memory);
  expect(accountOf(memory)).toMatchObject({ license: "Basic", active: false });
  expect(memory.claims.get("U1")).toMatchObject({ letGo: true });
  expect(memory.records.get("E1")).toMatchObject({ role: { eventId: "change-2" }, applied: { entitled: false } });
});

describe("a hire that comes late, between the leave and a change", () => {
  test("brings her back, with the role of the change", async () => {
    const memory = await afterHire();
    await deliver(memory, left());
    const change = { publishedAt: "2026-05-01T00:00:00.000Z", effectiveAt: "2026-05-01T00:00:00.000Z" };
    await deliver(memory, roleChanged({ id: "change-2", ...change, ...titled("Pro") }));
    await wakeDue(memory);
    const rehire = { publishedAt: "2026-04-15T00:00:00.000Z", effectiveAt: "2026-04-15T00:00:00.000Z" };
    await deliver(memory, hired({ id: "hire-2", ...rehire, ...titled("Plus") }));
    await wakeDue(memory);
    expect(accountOf(memory)).toMatchObject({ license: "Pro", active: true });
  });
});

describe("a leave while her creation is under way", () => {
  const dies = (memory: InMemory) => ({
    ...inFunctionOf("hired", memory),
    employees: { ...memory.dependencies.employees, claim: () => Promise.reject(new Error("killed")) },
  });

  test("releases the account that a dead worker created, and nobody linked", async () => {
    const memory = inMemoryDependencies();
    await expect(handle(dies(memory), hired(titled("Pro")))).rejects.toThrow("killed");
    expect(await deliver(memory, left())).toMatchObject({
      outcome: "released",
      steps: [
        "find the account by an earlier email",
        "adopt the account created under an earlier email",
        "hold the account for its release",
        "set Basic (rule left)",
        "deactivate the account",
        "let others have the account",
      ],
    });
    expect(accountOf(memory)).toMatchObject({ license: "Basic", active: false });
  });

  test("waits until the creation shows, or five minutes are over", async () => {
    const memory = inMemoryDependencies();
    const create = () => Promise.reject(new Error("killed"));
    const directory = { ...memory.dependencies.directory, create };
    await expect(handle({ ...memory.dependencies, directory }, hired())).rejects.toThrow("killed");
    const until = new Date(memory.clock.now.getTime() + 5 * MINUTE).toISOString();
    expect(await deliver(memory, left())).toMatchObject({ outcome: "waiting", because: "CreationInDoubt", until });
    wait(memory, 4 * MINUTE);
    expect(await deliver(memory, left())).toMatchObject({ outcome: "waiting", because: "CreationInDoubt", until });
    expect(memory.records.get("E1")?.waiting?.since).toBe(NOW.toISOString());
    wait(memory, MINUTE);
    memory.addAccount("ana@example.com", "Pro"); // it shows at last
    expect(await wakeDue(memory)).toEqual(["released"]);
    expect(accountOf(memory)).toMatchObject({ license: "Basic", active: false });
  });

  test("has nothing to release if the creation never happened", async () => {
    const memory = inMemoryDependencies();
    const create = () => Promise.reject(new Error("killed"));
    const directory = { ...memory.dependencies.directory, create };
    await expect(handle({ ...memory.dependencies, directory }, hired())).rejects.toThrow("killed");
    wait(memory, 5 * MINUTE);
    expect(await deliver(memory, left())).toMatchObject({ outcome: "unchanged" });
    expect(await wakeDue(memory)).toEqual([]);
  });

  test("that the very same pass sees is released by the function of leavers", async () => {
    const memory = inMemoryDependencies();
    const { directory, employees } = memory.dependencies;
    const create: Directory["create"] = async (person, license) => {
      await employees.fold(left(), memory.clock.now);
      return directory.create(person, license);
    };
    const dependencies = { ...inFunctionOf("hired", memory), directory: { ...directory, create } };
    expect(await handle(dependencies, hired(titled("Pro")))).toMatchObject({
      outcome: "waiting",
      because: "OtherFunction",
    });
    await wakeDue(memory);
    expect(accountOf(memory)).toMatchObject({ license: "Basic", active: false });
    expect(await deliver(memory, left())).toMatchObject({ outcome: "duplicate" });
  });
});

test("a leaver whose account is gone from the directory has nothing to release", async () => {
  const memory = await afterHire();
  memory.accounts.delete("U1");
  wait(memory, HOUR);
  await deliver(memory, left());
  expect(memory.records.get("E1")).toMatchObject({ link: { lostId: "U1" }, applied: { entitled: false } });
  expect(memory.records.get("E1")?.link).not.toHaveProperty("accountId");
  expect(memory.claims.get("U1")).toEqual({});
});
