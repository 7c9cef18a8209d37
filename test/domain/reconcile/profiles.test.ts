import { expect, test } from "vitest";
import { hired, roleChanged } from "../../support/hr-events.ts";
import { type InMemory, inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import { TITLED_POLICY } from "../../support/titled-policy.ts";
import { handle, titled } from "./passes.ts";

/** In a directory that can change email and name of an account. */
const renaming = (): InMemory => {
  const memory = inMemoryDependencies();
  return { ...memory, dependencies: { ...memory.dependencies, policy: { ...TITLED_POLICY, canRename: true } } };
};
const NEW = { id: "change-2", publishedAt: "2026-03-03T00:00:00.000Z" };

test("a new account has email and name from the start", async () => {
  const memory = renaming();
  await handle(memory.dependencies, hired({ ...titled("Basic"), displayName: "Ana" }));
  expect(memory.calls).toEqual(["find", "create"]);
  expect(memory.records.get("E1")?.applied).toMatchObject({
    profile: { email: "ana@example.com", displayName: "Ana" },
  });
});

test("an account that the creation found is not believed to be active, or to have her email and name", async () => {
  const memory = renaming();
  const { directory } = memory.dependencies;
  // Not found before the creation: a list lags, or somebody else has created it just now.
  memory.addAccount("ana@example.com", "Basic", false);
  const find = async () => undefined;
  const create = async () => ({ id: "U1", active: false, found: true });
  const dependencies = { ...memory.dependencies, directory: { ...directory, find, create } };
  await handle(dependencies, hired({ ...titled("Pro"), displayName: "Ana" }));
  expect(memory.calls).toEqual(["reactivate U1", "set U1 Pro ana@example.com Ana"]);
});

test("a corrected email goes to the account, in one call with the license", async () => {
  const memory = renaming();
  await handle(memory.dependencies, hired(titled("Basic")));
  memory.calls.length = 0;
  const corrected = roleChanged({ ...titled("Pro"), email: "anna@example.com", displayName: "Anna" });
  expect(await handle(memory.dependencies, corrected)).toMatchObject({
    outcome: "updated",
    licenseChanged: true,
    steps: ["set Pro (rule titled Pro), set email and name"],
  });
  expect(memory.calls).toEqual(["set U1 Pro anna@example.com Anna"]);
});

test("a corrected name alone is an update without a change of license", async () => {
  const memory = renaming();
  await handle(memory.dependencies, hired(titled("Basic")));
  await handle(memory.dependencies, roleChanged({ ...titled("Basic"), displayName: "Ana" }));
  memory.calls.length = 0;
  const named = roleChanged({ ...titled("Basic"), ...NEW, displayName: "Anna" });
  expect(await handle(memory.dependencies, named)).toMatchObject({ outcome: "updated", licenseChanged: false });
  expect(memory.calls).toEqual(["set U1 ana@example.com Anna"]);
});

test("an event that changes neither makes no call", async () => {
  const memory = renaming();
  await handle(memory.dependencies, hired(titled("Basic")));
  memory.calls.length = 0;
  expect(await handle(memory.dependencies, roleChanged(titled("Basic")))).toMatchObject({ outcome: "unchanged" });
  expect(memory.calls).toEqual([]);
});
