import { afterEach, expect, test } from "vitest";
import { chimeLookUp } from "../../../adapters/directories/chime/look-up.ts";
import { scimDirectories } from "../../../adapters/directories/scim/directory.ts";
import { scimLookUp } from "../../../adapters/directories/scim/look-up.ts";
import { nodeTimer } from "../../../adapters/timer.ts";
import type { UserSeed } from "../../../local/chime/user.ts";
import { PROFILES, type ProfileName } from "../../../local/scim/profiles/table.ts";
import { ACCOUNT, emulatorForTest } from "../../support/chime-emulator.ts";
import { scimForTest } from "../../support/scim-emulator.ts";
import { emulated, groupsOf, scimFileOf } from "./subjects.ts";

const started: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.close();
});
const { signal } = new AbortController();

const chime = async (user: UserSeed) => {
  const emulator = await emulatorForTest({ ...ACCOUNT, users: [user] });
  started.push(emulator);
  const { client } = emulator;
  const clients = { find: client, create: client, update: client, waitWithin: () => {} };
  return { emulator, lookUp: chimeLookUp({ clients, accountId: ACCOUNT.accountId, timer: nodeTimer }, signal) };
};

test("a Chime user is read by ID and found by address, and nothing is written", async () => {
  const { emulator, lookUp } = await chime({
    PrimaryEmail: "ana@example.com",
    DisplayName: "Ana Diaz",
    LicenseType: "Pro",
  });
  const found = await lookUp.byEmail("ana@example.com");
  expect(found).toMatchObject({ license: "Pro", active: true, emails: ["ana@example.com"] });
  expect(await lookUp.byId(found?.id ?? "")).toEqual({ ...found, names: ["Ana Diaz"] });
  expect(await lookUp.byId("nobody")).toBeUndefined();
  expect(await lookUp.byEmail("bea@example.com")).toBeUndefined();
  const operations = (await emulator.calls()).map(({ operation }) => operation);
  expect(operations).toEqual(["ListUsers", "GetUser", "GetUser", "ListUsers"]);
});

test("a shared device of Chime is nobody's", async () => {
  const { lookUp } = await chime({ UserId: "U9", PrimaryEmail: "room@example.com", UserType: "SharedDevice" });
  await expect(lookUp.byId("U9")).rejects.toMatchObject({ code: "UserIsDevice" });
});

test.each(Object.keys(PROFILES) as ProfileName[])(
  "a user of %s shows license, state, address and name",
  async (name) => {
    const file = scimFileOf(name);
    const emulator = await scimForTest(name, { groups: groupsOf(file) });
    started.push(emulator);
    await emulator.setFaults({ limits: [] });
    const options = emulated(file, emulator);
    const directory = scimDirectories(options)({ members: 1, remainingMs: 30_000, signal });
    const license = file.licenses.at(-1)?.name ?? "";
    const { id } = await directory.create(
      { employeeId: "E1", email: "ana@example.com", displayName: "Ana Diaz" },
      license,
    );
    await directory.change(id, { license });
    const before = (await emulator.calls()).length;
    const lookUp = scimLookUp(options, signal);
    const shown = await lookUp.byId(id);
    expect(shown).toMatchObject({ id, license, active: true, emails: ["ana@example.com"] });
    expect(shown?.names).toContain("Ana Diaz");
    expect(await lookUp.byEmail("ana@example.com")).toEqual(shown);
    expect(await lookUp.byId("nobody")).toBeUndefined();
    expect(await lookUp.byEmail("bea@example.com")).toBeUndefined();
    const operations = (await emulator.calls()).slice(before).map(({ operation }) => operation);
    expect(operations.filter((operation) => !/^(Get|List|IssueToken)/.test(operation))).toEqual([]);
  },
);
