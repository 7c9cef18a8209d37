import type { ChimeClient } from "@aws-sdk/client-chime";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chimeDirectory } from "../../../../adapters/directories/chime/directory.ts";
import { invitations } from "../../../../adapters/directories/chime/invitations.ts";
import { nodeTimer } from "../../../../adapters/timer.ts";
import type { AccountSettingsInput } from "../../../../local/chime/account-settings.ts";
import { ACCOUNT, emulatorForTest } from "../../../support/chime-emulator.ts";

const AccountId = ACCOUNT.accountId;
const EMAIL = "ana@example.com";
const ANA = { employeeId: "E1", email: EMAIL };
const TEAM = { newUsers: "invite", can: { create: true, rename: false, deactivate: false } } as const;
const NEVER = new AbortController().signal;

let chime: Awaited<ReturnType<typeof emulatorForTest>>;
const open = async (settings: Partial<AccountSettingsInput> = {}) => {
  chime = await emulatorForTest({ ...ACCOUNT, accountType: "Team", ...settings });
};
beforeEach(() => open());
afterEach(() => chime.close());

const teamDirectory = (signal = NEVER, accountId: string = AccountId) => {
  const { client } = chime;
  const clients = { find: client, create: client, update: client, waitWithin: () => {} };
  const openDirectory = chimeDirectory({ clients, accountId, account: TEAM, timer: nodeTimer });
  return openDirectory({ members: 1, remainingMs: 30_000, signal });
};
const reopen = async (settings: Partial<AccountSettingsInput>) => {
  await chime.close();
  await open(settings);
};
const operations = async () => (await chime.calls()).map(({ operation, response }) => `${operation} ${response}`);
const INVITED_ONCE = ["InviteUsers 201", "ListUsers 200"];

test("invites once, and finds the user by the list, without a license that it would have to believe", async () => {
  const { id } = await teamDirectory().create(ANA, "Pro");
  expect(await teamDirectory().find(EMAIL)).toEqual({ id, license: "Basic", active: true });
  expect(await operations()).toEqual([...INVITED_ONCE, "ListUsers 200"]);
});

test("returns no more than the ID", async () => {
  expect(await teamDirectory().create(ANA, "Pro")).toEqual({ id: expect.any(String) });
});

test("gives a license to somebody who has not accepted yet", async () => {
  const directory = teamDirectory();
  const { id } = await directory.create(ANA, "Pro");
  await directory.change(id, { license: "Pro" });
  expect(await directory.find(EMAIL)).toMatchObject({ id, license: "Pro" });
});

test("an invitation that the list does not show is pending, until it is accepted", async () => {
  await reopen({ listsInvited: false, nextUserIds: ["U1"] });
  const pending = { code: "InvitationPending", retryable: true };
  await expect(teamDirectory().create(ANA, "Pro")).rejects.toMatchObject(pending);
  expect(await operations()).toEqual(INVITED_ONCE);
  expect(await teamDirectory().find(EMAIL)).toBeUndefined();
  await chime.call("POST", `/accounts/${AccountId}/users/U1/accept`);
  expect(await teamDirectory().find(EMAIL)).toEqual({ id: "U1", license: "Basic", active: true });
});

test("somebody who was taken out comes back with her ID", async () => {
  const directory = teamDirectory();
  const { id } = await directory.create(ANA, "Pro");
  await directory.deactivate(id).catch(() => undefined);
  expect(await directory.find(EMAIL)).toBeUndefined();
  expect(await directory.create(ANA, "Pro")).toEqual({ id });
});

describe("an invitation that failed", () => {
  test.each([
    ["a dropped socket after the commit", { effect: "drop", commit: true }, "InviteUsers dropped"],
    ["a 500 after the commit", { effect: "fail", status: 500, commit: true }, "InviteUsers 500"],
  ])("with %s is looked for instead of sent again", async (_, fault, seen) => {
    await chime.setFaults({ faults: [{ operations: ["InviteUsers"], ...fault }] });
    await expect(teamDirectory().create(ANA, "Pro")).resolves.toEqual({ id: expect.any(String) });
    expect(await operations()).toEqual([seen, "ListUsers 200"]);
  });

  test.each([
    [429, "DirectoryThrottled"],
    [503, "DirectoryUnavailable"],
    [403, "DirectoryAccessDenied"],
  ])("with a %d is %s, and not pending", async (status, code) => {
    await chime.setFaults({ faults: [{ operations: ["InviteUsers"], effect: "fail", status }] });
    await expect(teamDirectory().create(ANA, "Pro")).rejects.toMatchObject({ retryable: true, code });
  });

  test("with a rejection is not retryable, and nobody is looked for", async () => {
    const nobody = { employeeId: "E1", email: "no-dot@example" };
    await expect(teamDirectory().create(nobody, "Pro")).rejects.toMatchObject({ code: "DirectoryRejected" });
    expect(await operations()).toEqual(["InviteUsers 400"]);
  });

  test("for want of the Chime account says so", async () => {
    const { create } = teamDirectory(NEVER, "another");
    await expect(create(ANA, "Pro")).rejects.toMatchObject({ code: "DirectoryMissing" });
  });

  test("in an account of another type is denied", async () => {
    await reopen({ accountType: "EnterpriseLWA" });
    await expect(teamDirectory().create(ANA, "Pro")).rejects.toMatchObject({ code: "DirectoryAccessDenied" });
  });

  test("because time is up sends nothing", async () => {
    await expect(teamDirectory(AbortSignal.abort()).create(ANA, "Pro")).rejects.toMatchObject({
      code: "DeadlineExceeded",
    });
    expect(await chime.calls()).toEqual([]);
  });
});

const SENT = { EmailAddress: EMAIL, Status: "Pending", EmailStatus: "Sent" };
const DEFINITELY_NOT = { code: "DirectoryUnavailable", message: "InviteUsers could not send the invitation" };
test.each([
  ["the email in capitals", [{ ...SENT, EmailAddress: ` ${EMAIL.toUpperCase()} ` }], { code: "InvitationPending" }],
  ["an email that is yet to be sent", [{ ...SENT, EmailStatus: "NotSent" }], { code: "InvitationPending" }],
  ["an email that failed", [{ ...SENT, EmailStatus: "Failed" }], DEFINITELY_NOT],
  ["an invitation that failed", [{ ...SENT, Status: "Failed" }], DEFINITELY_NOT],
  ["nobody's invitation", [], { code: "DirectoryUnavailable", message: "InviteUsers returned no invitation" }],
  ["another's invitation", [{ ...SENT, EmailAddress: "ben@example.com" }], { code: "DirectoryUnavailable" }],
  ["no list", undefined, { code: "DirectoryUnavailable" }],
])("a response with %s means what it says, if nobody shows", async (_, Invites, failure) => {
  const client = { send: async () => ({ Invites }) } as unknown as ChimeClient;
  const nobody = invitations(client, AccountId, NEVER, async () => undefined);
  await expect(nobody.create(ANA, "Pro")).rejects.toMatchObject({ ...failure, retryable: true });
  const shown = invitations(client, AccountId, NEVER, async () => ({ id: "U1", license: "Pro" }));
  expect(await shown.create(ANA, "Pro")).toEqual({ id: "U1" });
});

test("where no suspension can be taken back, nothing is asked of Chime for it", async () => {
  const directory = teamDirectory();
  const { id } = await directory.create(ANA, "Pro");
  await chime.reset();
  await directory.reactivate(id);
  expect(await chime.calls()).toEqual([]);
});
