import { describe, expect, test } from "vitest";
import type { CreationLock } from "../../../domain/accounts/create-account.ts";
import type { Directory } from "../../../domain/accounts/directory.ts";
import { Failure } from "../../../domain/failures.ts";
import type { ConvergeDependencies } from "../../../domain/reconcile/converge.ts";
import { hired, NOW, roleChanged } from "../../support/hr-events.ts";
import { type InMemory, inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import { policyOf } from "../../support/titled-policy.ts";
import {
  afterHire,
  DAY,
  deliver,
  doubt,
  failingAt,
  handle,
  handleTogether,
  later,
  licenseOf,
  resync,
  titled,
  wait,
  wakeDue,
} from "./passes.ts";

describe("a hire", () => {
  test("with the default license creates the account and sets no license", async () => {
    const memory = inMemoryDependencies();
    const outcome = await handle(memory.dependencies, hired());
    expect(outcome).toEqual({
      outcome: "created",
      license: "Basic",
      rule: "titled Basic",
      licenseChanged: false,
      steps: ["find the account by email", "create the account"],
    });
    expect(memory.calls).toEqual(["find", "create"]);
  });

  test("with another license creates the account and sets its license", async () => {
    const memory = inMemoryDependencies();
    const outcome = await handle(memory.dependencies, hired(titled("Pro")));
    expect(outcome).toMatchObject({ outcome: "created", license: "Pro", rule: "titled Pro", licenseChanged: true });
    expect(memory.calls).toEqual(["find", "create", "set U1 Pro"]);
  });

  test("adopts an account that already has the email, and always sets its license", async () => {
    const memory = inMemoryDependencies();
    memory.addAccount("ana@example.com", "Pro");
    expect(await handle(memory.dependencies, hired())).toMatchObject({
      outcome: "updated",
      from: "Pro",
      license: "Basic",
    });
    expect(memory.calls).toEqual(["find", "set U1 Basic"]);
  });

  test("finds the account that a dead worker created with an email that HR has since corrected", async () => {
    const memory = inMemoryDependencies();
    const dies = { ...memory.dependencies, creationLock: dieAfterCreate };
    await expect(handle(dies, hired({ email: "anna@example.com" }))).rejects.toThrow("killed");
    await handle(memory.dependencies, hired({ id: "hire-2", publishedAt: "2026-03-01T00:00:01.000Z" }));
    expect(memory.accounts.size).toBe(1);
  });
});

const dieAfterCreate: CreationLock = async (_, create) => {
  await create();
  throw new Error("killed");
};

test("a hire with another's email waits, and creates its user under the email of a later role change", async () => {
  const memory = inMemoryDependencies();
  const { dependencies } = memory;
  await handle(dependencies, hired({ employeeId: "A" }));
  const hireOfB = hired({ id: "hire-b", employeeId: "B" });
  expect(await handle(dependencies, hireOfB)).toMatchObject({ outcome: "waiting", because: "AddressInUse" });
  const change = roleChanged({ id: "change-b", employeeId: "B", email: "ben@example.com", ...titled("Pro") });
  expect(await deliver(memory, change)).toMatchObject({ outcome: "waiting", because: "OtherFunction" });
  expect(await wakeDue(memory)).toEqual(["created"]);
  expect([...memory.accounts.values()]).toMatchObject([
    { id: "U1", email: "ana@example.com", license: "Basic" },
    { id: "U2", email: "ben@example.com", license: "Pro" },
  ]);
  expect([...memory.claims]).toEqual([
    ["U1", { ownerId: "A" }],
    ["U2", { ownerId: "B" }],
  ]);
  expect(await deliver(memory, change)).toMatchObject({ outcome: "duplicate" });
});

describe("a role change", () => {
  test("to another license sets it once, and reports the previous one", async () => {
    const memory = await afterHire();
    const steps = ["set Pro (rule titled Pro)"];
    const outcome = {
      outcome: "updated",
      from: "Basic",
      license: "Pro",
      rule: "titled Pro",
      licenseChanged: true,
      steps,
    };
    expect(await handle(memory.dependencies, roleChanged(titled("Pro")))).toEqual(outcome);
    expect(memory.calls).toEqual(["set U1 Pro"]);
    expect(memory.records.get("E1")?.decisions.at(-1)).toMatchObject({ from: "Basic", license: "Pro" });
  });

  test("to the same license makes no call", async () => {
    const memory = await afterHire();
    const outcome = await handle(memory.dependencies, roleChanged());
    expect(outcome).toEqual({
      outcome: "unchanged",
      license: "Basic",
      rule: "titled Basic",
      licenseChanged: false,
      steps: [],
    });
    expect(memory.calls).toEqual([]);
  });

  test("to the same license a day later sets it again: somebody may have changed it by hand", async () => {
    const memory = await afterHire();
    await memory.dependencies.directory.change("U1", { license: "Pro" });
    wait(memory, DAY);
    expect(await handle(memory.dependencies, roleChanged())).toMatchObject({ outcome: "updated", license: "Basic" });
    expect(licenseOf(memory)).toBe("Basic");
  });

  test("back to the confirmed license still sets it if a change in between was not confirmed", async () => {
    const memory = await afterHire();
    await expect(handle(failingAt(memory, "save"), roleChanged(titled("Pro")))).rejects.toThrow("killed");
    await handle(memory.dependencies, later("change-2", "Engineer"));
    expect(licenseOf(memory)).toBe("Basic");
  });
});

describe("a second delivery", () => {
  test("of the newest event is a duplicate, makes no call and writes nothing", async () => {
    const memory = await afterHire();
    const outcome = { outcome: "duplicate", license: "Basic", rule: "titled Basic", licenseChanged: false, steps: [] };
    expect(await handle(failingAt(memory, "save"), hired())).toEqual(outcome);
    expect(memory.calls).toEqual([]);
  });

  test("after a crash before the confirmation sets the license again", async () => {
    const memory = inMemoryDependencies();
    await expect(handle(failingAt(memory, "save"), hired(titled("Pro")))).rejects.toThrow("killed");
    await handle(memory.dependencies, hired(titled("Pro")));
    expect(memory.calls).toEqual(["find", "create", "set U1 Pro", "find", "set U1 Pro"]);
    expect(memory.accounts.size).toBe(1);
  });

  test("of an overtaken event sets the newest license again and is stale", async () => {
    const memory = await afterHire();
    await handle(memory.dependencies, later("change-2", "Pro"));
    await memory.dependencies.directory.change("U1", { license: "Basic" }); // the overtaken event's slow first call, landing last
    expect(await handle(memory.dependencies, roleChanged())).toMatchObject({ outcome: "stale", license: "Pro" });
    expect(licenseOf(memory)).toBe("Pro");
  });

  test("of the hire, once a role change has overtaken it, sets the newest license again", async () => {
    const memory = inMemoryDependencies();
    await handle(memory.dependencies, hired(titled("Plus")));
    await handle(memory.dependencies, roleChanged(titled("Pro")));
    await memory.dependencies.directory.change("U1", { license: "Plus" }); // the hire's slow first call, landing last
    expect(await handle(memory.dependencies, hired(titled("Plus")))).toMatchObject({
      outcome: "stale",
      license: "Pro",
    });
    expect(licenseOf(memory)).toBe("Pro");
  });

  test("of the hire, once overtaken, fails if the license cannot be set again", async () => {
    const memory = await afterHire();
    await handle(memory.dependencies, roleChanged(titled("Pro")));
    const change = () => Promise.reject(new Failure("DirectoryThrottled", "slow down"));
    const directory = { ...memory.dependencies.directory, change };
    await expect(handle({ ...memory.dependencies, directory }, hired())).rejects.toMatchObject({
      code: "DirectoryThrottled",
    });
  });

  test("of an event that was never confirmed fails if it cannot be applied, although its license was confirmed", async () => {
    const memory = await afterHire();
    await expect(handle(failingAt(memory, "save"), roleChanged(titled("Pro")))).rejects.toThrow("killed");
    const back = later("change-2", "Basic");
    await memory.dependencies.employees.fold(back, NOW);
    const change = () => Promise.reject(new Failure("DirectoryThrottled", "slow down"));
    const directory = { ...memory.dependencies.directory, change };
    await expect(handle({ ...memory.dependencies, directory }, back)).rejects.toMatchObject({
      code: "DirectoryThrottled",
    });
  });

  test("of an overtaken event does not trust a confirmation if the newest event is not confirmed", async () => {
    const memory = await afterHire();
    await handle(memory.dependencies, roleChanged(titled("Pro")));
    await memory.dependencies.employees.fold(later("change-2", "Pro"), NOW);
    memory.calls.length = 0;
    const older = roleChanged({ id: "older", publishedAt: "2026-03-01T00:00:00.000Z", ...titled("Plus") });
    await handle(memory.dependencies, older);
    expect(memory.calls).toEqual(["set U1 Pro"]);
  });

  test("after a policy change sets the license that it gives now", async () => {
    const memory = await afterHire();
    const changed = { ...memory.dependencies, policy: policyOf("Plus") };
    expect(await handle(changed, hired())).toMatchObject({ outcome: "updated", from: "Basic", license: "Plus" });
    expect(licenseOf(memory)).toBe("Plus");
  });

  test("with the same ID but different content is not retryable", async () => {
    const memory = await afterHire();
    await expect(handle(memory.dependencies, hired({ digest: "other" }))).rejects.toMatchObject({
      code: "EventIdReused",
      message: "an event with this source and ID and other content was already handled",
    });
  });
});

describe("several events in one pass", () => {
  const changes = Array.from({ length: 100 }, (_, minute) =>
    roleChanged({
      id: `c${minute}`,
      effectiveAt: new Date(Date.UTC(2026, 3, 1, 0, minute)).toISOString(),
      ...titled(minute % 2 === 0 ? "Pro" : "Plus"),
    }),
  );

  test("take one call and one confirmation, in any order", async () => {
    for (const events of [changes, changes.toReversed()]) {
      const memory = await afterHire();
      const saves = countSaves(memory);
      const outcomes = await handleTogether(saves.dependencies, events);
      expect(outcomes.filter((outcome) => outcome === "updated")).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === "stale")).toHaveLength(99);
      expect(outcomes[events.findIndex(({ id }) => id === "c99")]).toBe("updated");
      expect(memory.calls).toEqual(["set U1 Plus"]);
      expect(saves.count()).toBe(1);
    }
  });

  test("trust no license if a fact between was not confirmed", async () => {
    const memory = await afterHire();
    const outcomes = await handleTogether(memory.dependencies, [roleChanged(titled("Pro")), later("c2", "Engineer")]);
    expect(outcomes).toEqual(["stale", "updated"]);
    expect(memory.calls).toEqual(["set U1 Basic"]);
  });

  test("trust no license if one of them is stale", async () => {
    const memory = await afterHire();
    const stale = hired({ id: "older", effectiveAt: "2026-02-01T00:00:00.000Z" });
    expect(await handleTogether(memory.dependencies, [roleChanged(), stale])).toEqual(["updated", "stale"]);
    expect(memory.calls).toEqual(["set U1 Basic"]);
  });

  test("set the license again if another delivery of the first one set it and died", async () => {
    const memory = await afterHire();
    const { employees } = memory.dependencies;
    const first = roleChanged(titled("Pro"));
    const fold: typeof employees.fold = async (event, now) => {
      if (event.id === "c2") await handleTogether(failingAt(memory, "save"), [first]);
      return employees.fold(event, now);
    };
    const dependencies = { ...memory.dependencies, employees: { ...employees, fold } };
    await handleTogether(dependencies, [first, later("c2", "Engineer")]);
    expect(licenseOf(memory)).toBe("Basic");
  });

  test("keep the decision that counts, if there are more than ten, and the newest comes first", async () => {
    const memory = await afterHire();
    await handleTogether(memory.dependencies, changes.toReversed());
    const { decisions = [] } = memory.records.get("E1") ?? {};
    expect(decisions).toHaveLength(10);
    expect(decisions.at(-1)).toMatchObject({ eventId: "c99", outcome: "updated", license: "Plus" });
  });

  test("record one that was folded, and never confirmed, before a newer one", async () => {
    const memory = await afterHire();
    const first = roleChanged(titled("Pro"));
    await handleTogether(failingAt(memory, "save"), [first]);
    expect(await handleTogether(memory.dependencies, [first, later("c2", "Plus")])).toEqual(["stale", "updated"]);
    const reused = roleChanged({ ...titled("Pro"), effectiveAt: "2026-05-01T00:00:00.000Z", digest: "other" });
    expect(await handleTogether(memory.dependencies, [reused])).toEqual(["EventIdReused"]);
  });

  test("count an event that is delivered twice once", async () => {
    const memory = inMemoryDependencies();
    expect(await handleTogether(memory.dependencies, [hired(), hired()])).toEqual(["created", "duplicate"]);
    expect(await handleTogether(memory.dependencies, [hired(), roleChanged(), roleChanged()])).toEqual([
      "duplicate",
      "unchanged",
      "duplicate",
    ]);
    expect(memory.records.get("E1")?.decisions.map(({ eventId }) => eventId)).toEqual(["hire-1", "change-1"]);
  });

  test("fail individually if they are rejected", async () => {
    const memory = await afterHire();
    const events = [
      hired({ digest: "other" }),
      roleChanged(titled("Pro")),
      roleChanged({ id: "future", effectiveAt: "2099-01-01T00:00:00.000Z" }),
    ];
    expect(await handleTogether(memory.dependencies, events)).toEqual(["EventIdReused", "updated", "waiting"]);
    expect(licenseOf(memory)).toBe("Pro");
  });

  test("fail together if the directory fails, except those applied before", async () => {
    const memory = await afterHire();
    const change = () => Promise.reject(new Failure("DirectoryThrottled", "slow down"));
    const directory = { ...memory.dependencies.directory, change };
    const events = [hired(), roleChanged(titled("Pro")), later("c2", "Plus")];
    expect(await handleTogether({ ...memory.dependencies, directory }, events)).toEqual([
      "duplicate",
      "DirectoryThrottled",
      "DirectoryThrottled",
    ]);
  });
});

test("a duplicate that another policy applied fails with the change that it needs now", async () => {
  const memory = await afterHire();
  const change = () => Promise.reject(new Failure("DirectoryThrottled", "slow down"));
  const directory = { ...memory.dependencies.directory, change };
  const dependencies = { ...memory.dependencies, policy: policyOf("Pro"), directory };
  await expect(handle(dependencies, hired())).rejects.toMatchObject({ code: "DirectoryThrottled" });
});

describe("while newer facts arrive", () => {
  test("follows them until it confirms the newest", async () => {
    const memory = await afterHire();
    const dependencies = onChange(memory, async (round) => {
      if (round === 1) await memory.dependencies.employees.fold(later("change-2", "Plus"), NOW);
    });
    expect(await handle(dependencies, roleChanged(titled("Pro")))).toMatchObject({ outcome: "stale", license: "Plus" });
    expect(licenseOf(memory)).toBe("Plus");
    expect(memory.records.get("E1")?.applied?.license).toBe("Plus");
  });

  test("does not set its license again if another delivery confirmed the same one", async () => {
    const memory = await afterHire();
    const change = roleChanged(titled("Pro"));
    const dependencies = onChange(memory, async (round) => {
      if (round === 1) await handle(memory.dependencies, change);
    });
    await handle(dependencies, change);
    expect(memory.calls).toEqual(["set U1 Pro", "set U1 Pro"]);
  });

  test("sets its license again if the same fact was confirmed under another policy", async () => {
    const memory = await afterHire();
    const old = { ...memory.dependencies, policy: policyOf("Plus") };
    const dependencies = onChange(memory, async (round) => {
      if (round === 1) await handle(old, roleChanged(titled("Pro")));
    });
    await handle(dependencies, roleChanged(titled("Pro")));
    expect(memory.records.get("E1")?.applied?.license).toBe("Pro");
    expect(licenseOf(memory)).toBe("Pro");
  });

  test("takes the account back if the same fact was confirmed under a policy that gives none", async () => {
    const memory = await afterHire();
    const old = { ...memory.dependencies, policy: policyOf("none") };
    const change = roleChanged(titled("Basic"));
    let saves = 0;
    const save: typeof old.employees.save = async (before, after) => {
      saves += 1;
      if (saves === 1) await handle(old, change);
      return old.employees.save(before, after);
    };
    await handle({ ...memory.dependencies, employees: { ...old.employees, save } }, change);
    expect(memory.accounts.get("U1")).toMatchObject({ license: "Basic", active: true });
    expect(memory.claims.get("U1")).toEqual({ ownerId: "E1" });
  });

  test("gives up after ten failed confirmations, and lets SQS retry", async () => {
    const memory = await afterHire();
    const dependencies = onChange(memory, async (round) => {
      const effectiveAt = `2026-04-${round + 10}T00:00:00.000Z`;
      await memory.dependencies.employees.fold(roleChanged({ id: `c${round}`, effectiveAt, ...titled("Pro") }), NOW);
    });
    await expect(handle(dependencies, roleChanged(titled("Pro")))).rejects.toMatchObject({
      code: "RecordContended",
      message: "the record changed 10 times while it was being applied",
    });
    expect(memory.calls.filter((call) => call.startsWith("set"))).toHaveLength(10);
  });
});

describe("after the deadline", () => {
  test("folds no more events", async () => {
    const memory = inMemoryDependencies();
    const late = { ...memory.dependencies, signal: { aborted: true } };
    await expect(handle(late, hired())).rejects.toMatchObject({ code: "DeadlineExceeded", retryable: true });
    expect(memory.records.size).toBe(0);
  });

  test("makes no resync", async () => {
    const memory = await afterHire();
    const late = { ...memory.dependencies, signal: { aborted: true } };
    await expect(resync(late)).rejects.toMatchObject({ code: "DeadlineExceeded", retryable: true });
  });

  test("claims nothing if the creation took all of it", async () => {
    const memory = inMemoryDependencies();
    const signal = { aborted: false };
    const create: Directory["create"] = async (person, license) => {
      signal.aborted = true;
      return memory.dependencies.directory.create(person, license);
    };
    const directory = { ...memory.dependencies.directory, create };
    await expect(handle({ ...memory.dependencies, directory, signal }, hired())).rejects.toMatchObject({
      code: "DeadlineExceeded",
      retryable: true,
    });
    expect(memory.claims.size).toBe(0);
  });

  test("sets no license if getting the account took all of it", async () => {
    const memory = inMemoryDependencies();
    memory.addAccount("ana@example.com");
    const signal = { aborted: false };
    const claim: ConvergeDependencies["employees"]["claim"] = async (...claimed) => {
      await memory.dependencies.employees.claim(...claimed);
      signal.aborted = true;
    };
    const employees = { ...memory.dependencies.employees, claim };
    const late = { ...memory.dependencies, employees, signal };
    await expect(handle(late, hired(titled("Pro")))).rejects.toMatchObject({ code: "DeadlineExceeded" });
    expect(memory.calls).toEqual(["find"]);
  });

  test("takes no more steps", async () => {
    const memory = inMemoryDependencies();
    const signal = { aborted: false };
    const find = async () => {
      signal.aborted = true;
      return undefined;
    };
    const directory = { ...memory.dependencies.directory, find };
    const dependencies = { ...memory.dependencies, directory, signal };
    await expect(handle(dependencies, hired())).rejects.toMatchObject({ code: "DeadlineExceeded" });
    expect(memory.accounts.size).toBe(0);
  });
});

test("a confirmation increments the revision, and keeps the key of each handled event", async () => {
  const memory = await afterHire();
  await handle(memory.dependencies, roleChanged());
  expect(memory.records.get("E1")).toMatchObject({ revision: 4, recentEvents: ["hire-1 /hr", "change-1 /hr"] });
});

test("keeps the last ten decisions, one per event, with the rule that gave the license", async () => {
  const memory = await afterHire();
  for (let day = 10; day < 22; day += 1) {
    const effectiveAt = `2026-04-${day}T00:00:00.000Z`;
    await handle(memory.dependencies, roleChanged({ id: `d${day}`, effectiveAt }));
  }
  await doubt(memory.dependencies);
  const decisions = memory.records.get("E1")?.decisions ?? [];
  expect(decisions.map(({ eventId }) => eventId)).toEqual(Array.from({ length: 10 }, (_, index) => `d${index + 12}`));
  expect(decisions.at(-1)).toMatchObject({ rule: "titled Basic" });
});

test("an event that comes again after newer ones keeps its decision; an older one that is new is stale", async () => {
  const memory = await afterHire();
  await handle(memory.dependencies, roleChanged(titled("Pro")));
  expect(await handle(memory.dependencies, hired())).toMatchObject({ outcome: "stale" });
  const older = roleChanged({
    id: "older",
    publishedAt: "2026-02-20T00:00:00.000Z",
    effectiveAt: "2026-02-20T00:00:00.000Z",
  });
  expect(await handle(memory.dependencies, older)).toMatchObject({ outcome: "stale" });
  expect(memory.records.get("E1")?.decisions.map(({ eventId, outcome }) => [eventId, outcome])).toEqual([
    ["hire-1", "created"],
    ["change-1", "updated"],
    ["older", "stale"],
  ]);
});

test("passes on the directory's failure unchanged", async () => {
  const memory = inMemoryDependencies();
  const throttled = new Failure("DirectoryThrottled", "slow down");
  const directory = { ...memory.dependencies.directory, find: () => Promise.reject(throttled) };
  await expect(handle({ ...memory.dependencies, directory }, hired())).rejects.toBe(throttled);
});

const countSaves = ({ dependencies }: InMemory) => {
  let count = 0;
  const save: ConvergeDependencies["employees"]["save"] = (before, after) => {
    count += 1;
    return dependencies.employees.save(before, after);
  };
  return { dependencies: { ...dependencies, employees: { ...dependencies.employees, save } }, count: () => count };
};

/** Runs a hook after each license is set, with its number, counted from 1. */
const onChange = ({ dependencies }: InMemory, then: (round: number) => Promise<void>): ConvergeDependencies => {
  let round = 0;
  const change: ConvergeDependencies["directory"]["change"] = async (accountId, change) => {
    await dependencies.directory.change(accountId, change);
    round += 1;
    await then(round);
  };
  return { ...dependencies, directory: { ...dependencies.directory, change } };
};
