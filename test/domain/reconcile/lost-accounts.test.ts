import { describe, expect, test } from "vitest";
import { Failure } from "../../../domain/failures.ts";
import { hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import {
  afterHire,
  deliver,
  HOUR,
  handle,
  inFunctionOf,
  licenseOf,
  MINUTE,
  SECOND,
  titled,
  wait,
  wakeDue,
} from "./passes.ts";

const promotion = roleChanged(titled("Pro"));

/** Somebody whose account was deleted by hand, an hour after it was created. */
const afterDeletion = async () => {
  const memory = await afterHire();
  wait(memory, HOUR);
  memory.accounts.delete("U1");
  return memory;
};

describe("an account that somebody deleted by hand", () => {
  test("and made again is found again", async () => {
    const memory = await afterDeletion();
    memory.addAccount("ana@example.com");
    expect(await deliver(memory, promotion)).toMatchObject({
      outcome: "updated",
      license: "Pro",
      steps: [
        "set Pro (rule titled Pro)",
        "find the account by email",
        "adopt the account found by email",
        "set Pro (rule titled Pro)",
      ],
    });
    expect(licenseOf(memory, "U2")).toBe("Pro");
    expect(memory.records.get("E1")?.link).toMatchObject({ accountId: "U2", lostId: "U1" });
    expect([memory.claims.get("U1"), memory.claims.get("U2")]).toEqual([{}, { ownerId: "E1" }]);
  });

  test("is made anew by the function of hires, to which the one of role changes hands over", async () => {
    const memory = await afterDeletion();
    expect(await deliver(memory, promotion)).toMatchObject({ outcome: "waiting", because: "OtherFunction" });
    expect(memory.accounts.size).toBe(0);
    expect(await wakeDue(memory)).toEqual(["created"]);
    expect([...memory.accounts.values()]).toMatchObject([{ id: "U2", email: "ana@example.com", license: "Pro" }]);
    expect(memory.records.get("E1")?.decisions.at(-1)).toMatchObject({ eventId: "change-1", outcome: "created" });
  });

  test("is made anew at once by a hire, although the lock still has the old one", async () => {
    const memory = await afterDeletion();
    const correction = hired({ id: "hire-2", publishedAt: "2026-05-01T00:00:00.000Z", ...titled("Plus") });
    expect(await deliver(memory, correction)).toMatchObject({ outcome: "created", license: "Plus" });
    expect([...memory.accounts.keys()]).toEqual(["U2"]);
  });

  test("is not made anew if no hire was ever seen", async () => {
    const memory = inMemoryDependencies();
    memory.addAccount("ana@example.com");
    await deliver(memory, roleChanged());
    memory.accounts.delete("U1");
    const change = roleChanged({ id: "c2", publishedAt: "2026-05-01T00:00:00.000Z", ...titled("Pro") });
    expect(await deliver(memory, change)).toMatchObject({ because: "NoHireYet" });
  });

  test("a second time is made anew a second time", async () => {
    const memory = await afterDeletion();
    await deliver(memory, promotion);
    await wakeDue(memory);
    wait(memory, HOUR);
    memory.accounts.clear();
    await deliver(memory, roleChanged({ id: "c2", publishedAt: "2026-05-01T00:00:00.000Z", ...titled("Plus") }));
    await wakeDue(memory);
    expect([...memory.accounts.values()]).toMatchObject([{ id: "U3", license: "Plus" }]);
  });

  test("of somebody who left, and made again by hand, is released if we created the first one", async () => {
    const memory = await afterDeletion();
    memory.addAccount("ana@example.com", "Pro");
    const hold = "hold the account for its release";
    const { outcome, steps } = await deliver(memory, left());
    expect([outcome, steps.filter((step) => step === hold)]).toEqual(["released", [hold, hold]]);
    expect(memory.accounts.get("U2")).toMatchObject({ license: "Basic", active: false });
  });

  test("of a re-hire is made anew", async () => {
    const memory = await afterHire();
    await deliver(memory, left());
    wait(memory, HOUR);
    memory.accounts.delete("U1");
    const rehire = hired({ id: "hire-2", publishedAt: "2026-05-01T00:00:00.000Z", ...titled("Pro") });
    expect(await deliver(memory, rehire)).toMatchObject({ outcome: "created", license: "Pro" });
    expect([...memory.accounts.values()]).toMatchObject([{ id: "U2", license: "Pro", active: true }]);
  });
});

describe("an account that we created just now, and that does not show yet", () => {
  const missing = { code: "DirectoryUnavailable", retryable: true };

  test.each([
    ["in the very pass that created it", 0],
    ["five minutes later, but for a millisecond", 5 * MINUTE - 1],
  ])("is waited for %s", async (_, ms) => {
    const memory = ms === 0 ? inMemoryDependencies() : await afterHire();
    wait(memory, ms);
    const change = () => Promise.reject(new Failure("DirectoryUserMissing", "no such user"));
    const dependencies = { ...memory.dependencies, directory: { ...memory.dependencies.directory, change } };
    await expect(handle(dependencies, ms === 0 ? hired(titled("Pro")) : promotion)).rejects.toMatchObject(missing);
    expect(memory.records.get("E1")?.link).not.toHaveProperty("lostId");
    wait(memory, SECOND);
    await deliver(memory, ms === 0 ? hired(titled("Pro")) : promotion);
    expect([...memory.accounts.values()]).toMatchObject([{ id: "U1", license: "Pro" }]);
  });

  test("is lost after five minutes", async () => {
    const memory = await afterHire();
    memory.accounts.delete("U1");
    wait(memory, 5 * MINUTE - 1);
    await expect(deliver(memory, promotion)).rejects.toMatchObject(missing);
    wait(memory, 1);
    await deliver(memory, promotion);
    expect(memory.records.get("E1")?.link.lostId).toBe("U1");
  });
});

test("an account that the directory still finds once, after it was deleted, is looked up again", async () => {
  const memory = inMemoryDependencies();
  const { find } = memory.dependencies.directory;
  const ghosts = [{ id: "U9", active: true }];
  const directory = { ...memory.dependencies.directory, find: async (email: string) => ghosts.pop() ?? find(email) };
  expect(await handle({ ...memory.dependencies, directory }, hired())).toMatchObject({ outcome: "created" });
  expect([...memory.claims]).toEqual([
    ["U9", {}],
    ["U1", { ownerId: "E1" }],
  ]);
});

test("an account that the directory finds, but says it has not, is tried again later, and not for ever", async () => {
  const memory = await afterHire();
  wait(memory, HOUR);
  let tries = 0;
  const change = () => {
    tries += 1;
    return Promise.reject(new Failure("DirectoryUserMissing", "no such user"));
  };
  const signal = {
    get aborted() {
      return tries > 10;
    },
  };
  const directory = { ...memory.dependencies.directory, change };
  const dependencies = { ...inFunctionOf("role-changed", memory), directory, signal };
  await expect(handle(dependencies, promotion)).rejects.toMatchObject({ code: "DirectoryUnavailable" });
  expect(tries).toBe(2);
  await deliver(memory, promotion);
  expect([licenseOf(memory), memory.claims.get("U1")]).toEqual(["Pro", { ownerId: "E1" }]);
  expect(memory.clock.now > NOW).toBe(true);
});
