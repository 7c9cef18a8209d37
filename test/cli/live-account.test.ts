import { expect, test } from "vitest";
import type { ShownAccount } from "../../adapters/directories/account-look-up.ts";
import { liveAccount } from "../../cli/live-account.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { folded } from "../domain/facts/folded.ts";
import { hired } from "../support/hr-events.ts";

const ANA = "ana@example.com";
const HIRE = folded([hired({ displayName: "Ana Diaz" })]);
const LINKED: EmployeeRecord = {
  ...HIRE,
  link: { accountId: "U1" },
  applied: { license: "Pro", active: true, entitled: true, state: 1 },
};
const account = (changes: Partial<ShownAccount> = {}): ShownAccount => ({
  id: "U1",
  license: "Pro",
  active: true,
  emails: [ANA],
  names: ["Ana Diaz"],
  ...changes,
});

/** Whom a directory shows, by ID and by address, and who was asked for. */
const look = async (
  record: EmployeeRecord,
  accounts: readonly ShownAccount[],
  { canRename = true, ownerId }: { readonly canRename?: boolean; readonly ownerId?: string } = {},
) => {
  const asked: string[] = [];
  const find = (text: string, isMeant: (account: ShownAccount) => boolean) => {
    asked.push(text);
    return Promise.resolve(accounts.find(isMeant));
  };
  const lookUp = {
    byId: (id: string) => find(id, (each) => each.id === id),
    byEmail: (email: string) => find(email, ({ emails }) => emails.includes(email)),
  };
  const claimOn = async () => (ownerId === undefined ? {} : { ownerId });
  return { live: await liveAccount(record, { lookUp, claimOn, canRename }), asked };
};

test("the linked account is read by its ID alone, and each field is compared", async () => {
  const { live, asked } = await look(LINKED, [account({ emails: ["ANA@example.com"], names: ["ana  diaz"] })]);
  expect(live).toEqual({
    linked: true,
    account: "U1",
    fields: [
      { field: "license", recorded: "Pro", shown: "Pro", agrees: true },
      { field: "active", recorded: true, shown: true, agrees: true },
      { field: "email", recorded: ANA, shown: "ANA@example.com", agrees: true },
      { field: "name", recorded: "Ana Diaz", shown: "ana  diaz", agrees: true },
    ],
    agrees: true,
  });
  expect(asked).toEqual(["U1"]);
});

test.each<[string, Partial<ShownAccount>]>([
  ["license", { license: "Basic" }],
  ["active", { active: false }],
  ["email", { emails: ["other@example.com"] }],
  ["name", { names: ["Bea Diaz"] }],
])("another %s is no agreement", async (field, changes) => {
  const { live } = await look(LINKED, [account(changes)]);
  expect(live.fields.filter(({ agrees }) => agrees === false).map((each) => each.field)).toEqual([field]);
  expect(live.agrees).toBe(false);
});

test("an address that changed since is looked up, too, and is no disagreement where it cannot be changed", async () => {
  const renamed = [account({ emails: ["old@example.com"] }), account({ id: "U2", emails: [ANA] })];
  const { live, asked } = await look(LINKED, renamed, { canRename: false });
  expect(asked).toEqual(["U1", ANA]);
  expect(live).toMatchObject({ account: "U1", other: "U2", agrees: true });
});

test("what the directory or the record does not say is not compared", async () => {
  const { license: _, active: __, ...silent } = account({ emails: [], names: [] });
  expect((await look(LINKED, [silent])).live).not.toHaveProperty("agrees");
  const { applied: ___, ...unapplied } = LINKED;
  const { live } = await look(unapplied, [account()], { canRename: false });
  expect(live).not.toHaveProperty("agrees");
  expect(live.fields).toContainEqual({ field: "license", shown: "Pro" });
});

test("what was applied counts, not what HR said since", async () => {
  const profile = { email: "old@example.com", displayName: "Ana" };
  const record = { ...LINKED, applied: { ...LINKED.applied, profile } as EmployeeRecord["applied"] & object };
  const { live } = await look(record, [account({ emails: ["old@example.com"], names: ["Ana"] })]);
  expect(live.agrees).toBe(true);
});

test("a linked account that is gone is no agreement, whoever has the address by now", async () => {
  const { live } = await look(LINKED, [account({ id: "U2" })]);
  expect(live).toEqual({ linked: true, missing: "U1", other: "U2", fields: [], agrees: false });
});

test("without a link her address is looked up", async () => {
  expect((await look(HIRE, [account()])).live).toMatchObject({ linked: false, account: "U1" });
  expect((await look(HIRE, [])).live).toEqual({ linked: false, fields: [] });
});

test("an account that is somebody else's by now is not compared", async () => {
  const { live } = await look(LINKED, [account({ license: "Basic" })], { ownerId: "E2" });
  expect(live).toEqual({ linked: true, account: "U1", ownedBy: "E2", fields: [] });
});

test("an account that is gone is no agreement, but for somebody who is to have none", async () => {
  expect((await look(LINKED, [])).live).toMatchObject({ missing: "U1", agrees: false });
  const released = { ...LINKED, applied: { active: false, entitled: false, state: 1 } };
  expect((await look(released, [])).live).toMatchObject({ missing: "U1", agrees: true });
});
