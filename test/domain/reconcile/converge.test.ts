import { describe, expect, test } from "vitest";
import { Failure } from "../../../domain/failures.ts";
import type { ConvergePorts, CreateOnce } from "../../../domain/ports.ts";
import { converge } from "../../../domain/reconcile/converge.ts";
import { hired, roleChanged } from "../../support/hr-events.ts";
import { inMemoryWorld } from "../../support/in-memory-world.ts";

const titled = (title: string) => ({ role: { title, department: "Any", attributes: {} } });
const later = (id: string, title: string) =>
  roleChanged({ id, effectiveAt: "2026-04-01T00:00:00.000Z", ...titled(title) });
const licenseOf = (world: ReturnType<typeof inMemoryWorld>, userId = "U1") => world.users.get(userId)?.license;

describe("a hire", () => {
  test("of the account's default tier creates the user and sets no license", async () => {
    const world = inMemoryWorld();
    const outcome = await converge(world.ports, hired());
    expect(outcome).toEqual({ outcome: "created", license: "Basic", rule: "titled Basic", licenseChanged: false });
    expect(world.calls).toEqual(["find", "create"]);
  });

  test("of another tier creates the user and sets its license", async () => {
    const world = inMemoryWorld();
    const outcome = await converge(world.ports, hired(titled("Pro")));
    expect(outcome).toMatchObject({ outcome: "created", license: "Pro", licenseChanged: true });
    expect(world.calls).toEqual(["find", "create", "set U1 Pro"]);
  });

  test("adopts a user that already has the email, and sets its license whatever it held", async () => {
    const world = inMemoryWorld();
    world.addUser("ana@example.com");
    expect(await converge(world.ports, hired())).toMatchObject({ outcome: "updated" });
    expect(world.calls).toEqual(["find", "set U1 Basic"]);
  });

  test("whose user belongs to another employee is a permanent failure and changes nothing in the directory", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired({ ...titled("Pro") }));
    await expect(converge(world.ports, hired({ id: "hire-2", employeeId: "E2" }))).rejects.toMatchObject({
      code: "UserOwnedByAnotherEmployee",
    });
    expect(licenseOf(world)).toBe("Pro");
    expect(world.users.size).toBe(1);
  });

  test("finds the user that a dead worker made with an email that HR has corrected since", async () => {
    const world = inMemoryWorld();
    const dies = { ...world.ports, createOnce: dieAfterCreate };
    await expect(converge(dies, hired({ email: "anna@example.com" }))).rejects.toThrow("killed");
    await converge(world.ports, hired({ id: "hire-2", occurredAt: "2026-03-01T00:00:01.000Z" }));
    expect(world.users.size).toBe(1);
  });
});

const dieAfterCreate: CreateOnce = async (_, create) => {
  await create();
  throw new Error("killed");
};

describe("a role change", () => {
  test("to another tier sets the license once", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    world.calls.length = 0;
    expect(await converge(world.ports, roleChanged(titled("Pro")))).toMatchObject({
      outcome: "updated",
      license: "Pro",
    });
    expect(world.calls).toEqual(["set U1 Pro"]);
  });

  test("to the same tier calls nobody", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    world.calls.length = 0;
    expect(await converge(world.ports, roleChanged())).toMatchObject({ outcome: "unchanged" });
    expect(world.calls).toEqual([]);
  });

  test("back to the confirmed tier still sets it where a change between was never confirmed", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    await expect(converge(failingAt(world, "confirm"), roleChanged(titled("Pro")))).rejects.toThrow("killed");
    await converge(world.ports, later("change-2", "Engineer"));
    expect(licenseOf(world)).toBe("Basic");
  });

  test("of somebody nobody knows waits for the hire, which then applies it", async () => {
    const world = inMemoryWorld();
    const { createOnce: _, ...roleChangePorts } = world.ports;
    await expect(converge(roleChangePorts, roleChanged(titled("Pro")))).rejects.toMatchObject({
      retryable: true,
      code: "EmployeeNotProvisioned",
    });
    expect(await converge(world.ports, hired())).toMatchObject({ outcome: "created", license: "Pro" });
    expect(licenseOf(world)).toBe("Pro");
  });
});

describe("a second delivery", () => {
  test("of the newest event is a duplicate and calls nobody", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired(titled("Pro")));
    world.calls.length = 0;
    expect(await converge(world.ports, hired(titled("Pro")))).toMatchObject({ outcome: "duplicate" });
    expect(world.calls).toEqual([]);
  });

  test("after a crash before the confirmation sets the license again", async () => {
    const world = inMemoryWorld();
    await expect(converge(failingAt(world, "confirm"), hired(titled("Pro")))).rejects.toThrow("killed");
    await converge(world.ports, hired(titled("Pro")));
    expect(world.calls).toEqual(["find", "create", "set U1 Pro", "find", "set U1 Pro"]);
    expect(world.users.size).toBe(1);
  });

  test("of an overtaken event asserts the newest license again and is told as stale", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    await converge(world.ports, later("change-2", "Pro"));
    await world.ports.directory.setLicense("U1", { license: "Basic", version: "old" }); // the overtaken event's slow first call, landing last
    expect(await converge(world.ports, roleChanged())).toMatchObject({ outcome: "stale", license: "Pro" });
    expect(licenseOf(world)).toBe("Pro");
  });

  test("of an overtaken event trusts no confirmation where the newest is not confirmed yet", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    await converge(world.ports, roleChanged(titled("Pro")));
    await world.ports.employees.fold(later("change-2", "Pro"));
    world.calls.length = 0;
    await converge(
      world.ports,
      roleChanged({ id: "older", occurredAt: "2026-03-01T00:00:00.000Z", ...titled("Plus") }),
    );
    expect(world.calls).toEqual(["set U1 Pro"]);
  });

  test("after the policy has changed sets the license that it gives now", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    const decideLicense = () => ({ license: "Plus", rule: "new" }) as const;
    expect(await converge({ ...world.ports, decideLicense }, hired())).toMatchObject({ outcome: "updated" });
    expect(licenseOf(world)).toBe("Plus");
  });

  test("with the same ID and other content is a permanent failure", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    await expect(converge(world.ports, hired({ digest: "other" }))).rejects.toMatchObject({
      code: "EventIdReused",
      message: "an event with this ID and other content was already handled",
    });
  });
});

describe("while newer facts arrive", () => {
  test("follows them until what it confirms is the newest", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    const ports = onSetLicense(world, async (round) => {
      if (round === 1) await world.ports.employees.fold(later("change-2", "Plus"));
    });
    expect(await converge(ports, roleChanged(titled("Pro")))).toMatchObject({ outcome: "stale", license: "Plus" });
    expect(licenseOf(world)).toBe("Plus");
    expect(world.records.get("E1")?.applied?.license).toBe("Plus");
  });

  test("sets nothing again where the directory has set the newest of them with its own", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    world.calls.length = 0;
    const newer = later("change-2", "Plus");
    const setLicense: ConvergePorts["directory"]["setLicense"] = async (userId) => {
      const { record } = await world.ports.employees.fold(newer);
      return world.ports.directory.setLicense(userId, { license: "Plus", version: record.version });
    };
    const ports = { ...world.ports, directory: { ...world.ports.directory, setLicense } };
    const outcome = { outcome: "stale", license: "Plus", licenseChanged: false };
    expect(await converge(ports, roleChanged(titled("Pro")))).toMatchObject(outcome);
    expect(world.calls).toEqual(["set U1 Plus"]);
    expect(world.records.get("E1")?.applied).toMatchObject({ license: "Plus" });
  });

  test("sets its license again where another policy was confirmed for the same facts", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    const old = { ...world.ports, decideLicense: () => ({ license: "Plus", rule: "old" }) as const };
    const ports = onSetLicense(world, async (round) => {
      if (round === 1) await converge(old, roleChanged(titled("Pro")));
    });
    await converge(ports, roleChanged(titled("Pro")));
    expect(world.records.get("E1")?.applied?.license).toBe("Pro");
    expect(licenseOf(world)).toBe("Pro");
  });

  test("gives up after ten rounds and lets SQS try again", async () => {
    const world = inMemoryWorld();
    await converge(world.ports, hired());
    const ports = onSetLicense(world, async (round) => {
      const effectiveAt = `2026-04-${round + 10}T00:00:00.000Z`;
      await world.ports.employees.fold(roleChanged({ id: `c${round}`, effectiveAt, ...titled("Pro") }));
    });
    await expect(converge(ports, roleChanged(titled("Pro")))).rejects.toMatchObject({
      code: "RecordContended",
      message: "the record changed 10 times while it was being applied",
    });
    expect(world.calls.filter((call) => call.startsWith("set"))).toHaveLength(10);
  });
});

test("a confirmation counts the revision up and keeps the ID of each event that was handled, and of the newest", async () => {
  const world = inMemoryWorld();
  await converge(world.ports, hired());
  await converge(world.ports, roleChanged());
  expect(world.records.get("E1")).toMatchObject({ revision: 4, recentEventIds: ["hire-1", "change-1"] });
});

test("keeps the last ten decisions, each event once, with the rule that gave the license", async () => {
  const world = inMemoryWorld();
  await converge(world.ports, hired());
  for (let day = 10; day < 22; day += 1) {
    await converge(world.ports, roleChanged({ id: `d${day}`, effectiveAt: `2026-04-${day}T00:00:00.000Z` }));
  }
  await converge(world.ports, roleChanged({ id: "d15", effectiveAt: "2026-04-15T00:00:00.000Z" }));
  const decisions = world.records.get("E1")?.decisions ?? [];
  expect(decisions).toHaveLength(10);
  expect(decisions.filter(({ eventId }) => eventId === "d15")).toMatchObject([
    { outcome: "stale", rule: "titled Basic" },
  ]);
});

test("an event of the future touches neither the record nor the directory", async () => {
  const world = inMemoryWorld();
  const future = hired({ effectiveAt: "2099-01-01T00:00:00.000Z" });
  await expect(converge(world.ports, future)).rejects.toMatchObject({ code: "NotYetEffective" });
  expect(world.records.size + world.calls.length).toBe(0);
});

test("a directory's failure passes as it is", async () => {
  const world = inMemoryWorld();
  const throttled = new Failure("DirectoryThrottled", "slow down");
  const directory = { ...world.ports.directory, findUserByEmail: () => Promise.reject(throttled) };
  await expect(converge({ ...world.ports, directory }, hired())).rejects.toBe(throttled);
});

/** The world as seen by a worker that dies at one call to the employees' records. */
const failingAt = (world: ReturnType<typeof inMemoryWorld>, call: "confirm" | "claimUser"): ConvergePorts => ({
  ...world.ports,
  employees: { ...world.ports.employees, [call]: () => Promise.reject(new Error("killed")) },
});

/** Lets something happen just after each license is set, told the how-manieth it was. */
const onSetLicense = (
  world: ReturnType<typeof inMemoryWorld>,
  then: (round: number) => Promise<void>,
): ConvergePorts => {
  let round = 0;
  const setLicense: ConvergePorts["directory"]["setLicense"] = async (userId, target) => {
    const set = await world.ports.directory.setLicense(userId, target);
    round += 1;
    await then(round);
    return set;
  };
  return { ...world.ports, directory: { ...world.ports.directory, setLicense } };
};
