import {
  BatchSuspendUserCommand,
  BatchUnsuspendUserCommand,
  CreateUserCommand,
  ForbiddenException,
  GetAccountCommand,
  GetUserCommand,
  InviteUsersCommand,
  ListAccountsCommand,
  type ListAccountsCommandInput,
  ListUsersCommand,
} from "@aws-sdk/client-chime";
import { afterEach, describe, expect, test } from "vitest";
import type { AccountSettingsInput, AccountType } from "../../../local/chime/account-settings.ts";
import { emulatorForTest } from "../../support/chime-emulator.ts";

const AccountId = "account-1";
const Email = "martha.rivera@example.com";

let chime: Awaited<ReturnType<typeof emulatorForTest>>;
afterEach(() => chime.close());

const open = async (accountType: AccountType, settings: Partial<AccountSettingsInput> = {}) => {
  chime = await emulatorForTest({ accountId: AccountId, accountType, ...settings });
};
const create = () => chime.client.send(new CreateUserCommand({ AccountId, Email }));
const invite = (UserEmailList = [Email]) => chime.client.send(new InviteUsersCommand({ AccountId, UserEmailList }));
const suspend = (...UserIdList: string[]) => chime.client.send(new BatchSuspendUserCommand({ AccountId, UserIdList }));
const unsuspend = (...UserIdList: string[]) =>
  chime.client.send(new BatchUnsuspendUserCommand({ AccountId, UserIdList }));
const find = async (UserEmail = Email) =>
  (await chime.client.send(new ListUsersCommand({ AccountId, UserEmail }))).Users?.[0];
const statusOf = async (UserId: string) =>
  (await chime.client.send(new GetUserCommand({ AccountId, UserId }))).User?.UserRegistrationStatus;
const allowed = (call: Promise<unknown>) =>
  call.then(
    () => true,
    (error) => !(error instanceof ForbiddenException),
  );

test.each<[AccountType, Record<string, boolean>]>([
  ["Team", { create: false, invite: true, suspend: true, unsuspend: false }],
  ["EnterpriseDirectory", { create: true, invite: false, suspend: false, unsuspend: false }],
  ["EnterpriseLWA", { create: true, invite: false, suspend: true, unsuspend: true }],
  ["EnterpriseOIDC", { create: true, invite: false, suspend: false, unsuspend: false }],
])("an account of type %s allows %j", async (accountType, expected) => {
  await open(accountType);
  expect({
    create: await allowed(create()),
    invite: await allowed(invite()),
    suspend: await allowed(suspend("u")),
    unsuspend: await allowed(unsuspend("u")),
  }).toEqual(expected);
});

describe("a Team account", () => {
  test("shows whoever is invited as pending, and registered after the invitation is accepted", async () => {
    await open("Team", { defaultLicense: "Pro" });
    const { Invites, $metadata } = await invite();
    expect($metadata.httpStatusCode).toBe(201);
    expect(Invites).toEqual([
      { InviteId: expect.any(String), Status: "Pending", EmailAddress: Email, EmailStatus: "Sent" },
    ]);
    const pending = await find();
    expect(pending).toMatchObject({
      UserRegistrationStatus: "Unregistered",
      UserInvitationStatus: "Pending",
      InvitedOn: expect.any(Date),
      LicenseType: "Pro",
    });
    expect(pending).not.toHaveProperty("RegisteredOn");

    await chime.call("POST", `/accounts/${AccountId}/users/${pending?.UserId}/accept`);
    expect(await find()).toMatchObject({
      UserRegistrationStatus: "Registered",
      UserInvitationStatus: "Accepted",
      RegisteredOn: expect.any(Date),
    });
  });

  test("may keep whoever has not accepted out of its list", async () => {
    await open("Team", { listsInvited: false, nextUserIds: ["u"] });
    await invite();
    expect([await find(), await statusOf("u")]).toEqual([undefined, "Unregistered"]);
    await chime.call("POST", `/accounts/${AccountId}/users/u/accept`);
    expect(await find()).toMatchObject({ UserId: "u" });
  });

  test("leaves a member that is invited again as it is", async () => {
    await open("Team", { users: [{ UserId: "u", PrimaryEmail: Email }] });
    await invite([Email.toUpperCase()]);
    expect(await find()).toMatchObject({ UserId: "u", UserRegistrationStatus: "Registered" });
  });

  test("loses a user that is suspended, who comes back by an invitation, with the same ID and license", async () => {
    await open("Team", { users: [{ UserId: "u", PrimaryEmail: Email, LicenseType: "Pro" }] });
    expect((await suspend("u", "nobody")).UserErrors).toMatchObject([{ UserId: "nobody", ErrorCode: "NotFound" }]);
    expect(await find()).toBeUndefined();
    await expect(statusOf("u")).rejects.toThrow("The user does not exist");
    await invite();
    expect(await find()).toMatchObject({ UserId: "u", LicenseType: "Pro", UserRegistrationStatus: "Unregistered" });
  });
});

describe("an EnterpriseLWA account", () => {
  test("keeps a user that is suspended, and registers her again when she is unsuspended", async () => {
    await open("EnterpriseLWA", { users: [{ UserId: "u", PrimaryEmail: Email }] });
    expect((await suspend("u", "nobody")).UserErrors).toMatchObject([{ UserId: "nobody", ErrorCode: "NotFound" }]);
    expect(await statusOf("u")).toBe("Suspended");
    expect((await unsuspend("u", "nobody")).UserErrors).toMatchObject([{ UserId: "nobody", ErrorCode: "NotFound" }]);
    expect(await statusOf("u")).toBe("Registered");
  });

  test.each(["Unregistered", "Registered"] as const)("ignores an unsuspension of a user that is %s", async (status) => {
    await open("EnterpriseLWA", { users: [{ UserId: "u", PrimaryEmail: Email, UserRegistrationStatus: status }] });
    expect((await unsuspend("u")).UserErrors).toEqual([]);
    expect(await statusOf("u")).toBe(status);
  });

  test("does not register a user by suspension and unsuspension who never was", async () => {
    const user = { PrimaryEmail: Email, UserRegistrationStatus: "Unregistered", RegisteredOn: null } as const;
    await open("EnterpriseLWA", { users: [{ UserId: "u", ...user }] });
    await suspend("u");
    await suspend("u");
    await unsuspend("u");
    expect(await statusOf("u")).toBe("Unregistered");
  });
});

test("a batch reports the users that a fault chooses, and acts on the others", async () => {
  await open("EnterpriseLWA", {
    users: ["a", "b"].map((UserId) => ({ UserId, PrimaryEmail: `${UserId}@example.com` })),
  });
  await chime.setFaults({ faults: [{ operations: ["BatchSuspendUser"], userErrors: { a: "ServiceFailure" } }] });
  expect((await suspend("a", "b")).UserErrors).toMatchObject([{ UserId: "a", ErrorCode: "ServiceFailure" }]);
  expect([await statusOf("a"), await statusOf("b")]).toEqual(["Registered", "Suspended"]);
});

test.each([[" "], ["u", ""]])("a batch with a blank ID is refused as a whole: %j", async (...UserIdList) => {
  await open("EnterpriseLWA", { users: [{ UserId: "u", PrimaryEmail: Email }] });
  await expect(suspend(...UserIdList)).rejects.toMatchObject({ name: "BadRequestException" });
  expect(await statusOf("u")).toBe("Registered");
});

test("more than 50 users at once are refused", async () => {
  await open("Team");
  const many = Array.from({ length: 51 }, (_, number) => `${number}@example.com`);
  await expect(invite(many)).rejects.toMatchObject({ name: "BadRequestException" });
  await expect(suspend(...many)).rejects.toMatchObject({ name: "BadRequestException" });
});

describe("ListAccounts", () => {
  const namesFor = async (request: ListAccountsCommandInput) => {
    chime = await emulatorForTest(
      { accountId: "a", name: "First", accountType: "Team", users: [{ PrimaryEmail: Email }] },
      { accountId: "b", name: "Second" },
      { accountId: "c", name: "Fifth" },
    );
    const { Accounts = [], NextToken } = await chime.client.send(new ListAccountsCommand(request));
    return { names: Accounts.map(({ Name }) => Name), more: NextToken !== undefined };
  };

  test.each<[ListAccountsCommandInput, string[], boolean]>([
    [{}, ["First", "Second", "Fifth"], false],
    [{ Name: "Fi" }, ["First", "Fifth"], false],
    [{ Name: "fi" }, [], false],
    [{ Name: "irst" }, [], false],
    [{ UserEmail: Email.toUpperCase() }, ["First"], false],
    [{ UserEmail: "nobody@example.com" }, [], false],
    [{ MaxResults: 2 }, ["First", "Second"], true],
  ])("for %j lists %j", async (request, names, more) => {
    expect(await namesFor(request)).toEqual({ names, more });
  });

  test.each([{ Name: " " }, { MaxResults: 0 }, { UserEmail: "x" }, { NextToken: "made-up" }])(
    "refuses %j",
    async (request) => {
      await expect(namesFor(request)).rejects.toMatchObject({ name: "BadRequestException" });
    },
  );

  test("goes on with the next page", async () => {
    await namesFor({});
    const first = await chime.client.send(new ListAccountsCommand({ MaxResults: 2 }));
    const { Accounts } = await chime.client.send(new ListAccountsCommand({ NextToken: first.NextToken }));
    expect(Accounts).toMatchObject([{ Name: "Fifth" }]);
  });
});

test("GetAccount returns the account's settings", async () => {
  await open("EnterpriseOIDC", {
    accountStatus: "Suspended",
    awsAccountId: "111122223333",
    supportedLicenses: ["Plus"],
    defaultLicense: "Plus",
  });
  const { Account } = await chime.client.send(new GetAccountCommand({ AccountId }));
  expect(Account).toEqual({
    AccountId,
    AwsAccountId: "111122223333",
    Name: "Emulated account",
    AccountType: "EnterpriseOIDC",
    AccountStatus: "Suspended",
    CreatedTimestamp: expect.any(Date),
    DefaultLicense: "Plus",
    SupportedLicenses: ["Plus"],
    SigninDelegateGroups: [],
  });
});
