import { CreateUserCommand, GetUserCommand, ListUsersCommand } from "@aws-sdk/client-chime";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT, emulatorForTest } from "../../support/chime-emulator.ts";

const AccountId = ACCOUNT.accountId;
const PrimaryEmail = "ana.diaz@example.com";
const account = `/accounts/${AccountId}`;

let chime: Awaited<ReturnType<typeof emulatorForTest>>;
beforeEach(async () => {
  chime = await emulatorForTest({ ...ACCOUNT, users: [{ UserId: "ana", PrimaryEmail }] });
});
afterEach(() => chime.close());

const find = async (UserEmail: string) =>
  (await chime.client.send(new ListUsersCommand({ AccountId, UserEmail }))).Users ?? [];
const get = async (UserId: string) => (await chime.client.send(new GetUserCommand({ AccountId, UserId }))).User;

describe("users", () => {
  test("are put in with every member of the model, and null leaves one out", async () => {
    const user = {
      UserId: "room",
      PrimaryEmail: "room@example.com",
      PrimaryProvisionedNumber: "+12065550100",
      DisplayName: "Room 1",
      LicenseType: "Plus",
      UserType: "SharedDevice",
      UserRegistrationStatus: "Suspended",
      UserInvitationStatus: "Failed",
      InvitedOn: "2026-11-01T00:00:00.000Z",
      AlexaForBusinessMetadata: { IsAlexaForBusinessEnabled: true, AlexaForBusinessRoomArn: "arn:aws:a4b:room" },
      PersonalPIN: "1234567890",
    };
    await chime.call("POST", `${account}/users`, { ...user, RegisteredOn: null });
    expect(await get("room")).toEqual({ ...user, AccountId, InvitedOn: new Date(user.InvitedOn) });
  });

  test("are as CreateUser would make them if only an email is given", async () => {
    await chime.call("POST", `${account}/users`, { PrimaryEmail: "new@example.com" });
    const { User } = await chime.client.send(new CreateUserCommand({ AccountId, Email: "other@example.com" }));
    const [put] = await find("new@example.com");
    expect(Object.keys(put ?? {}).sort()).toEqual(Object.keys(User ?? {}).sort());
    expect(put).toMatchObject({ LicenseType: "Basic", UserType: "PrivateUser", UserRegistrationStatus: "Registered" });
  });

  test("are listed, and changed by hand: a new email is found, the old one is free", async () => {
    const changed = await chime.call("PATCH", `${account}/users/ana`, {
      PrimaryEmail: "ana@example.com",
      LicenseType: "Pro",
      DisplayName: null,
    });
    expect(changed).not.toHaveProperty("DisplayName");
    expect(await chime.call("GET", `${account}/users`)).toEqual([changed]);
    expect(await find("ana@example.com")).toMatchObject([{ UserId: "ana", LicenseType: "Pro" }]);
    expect(await find(PrimaryEmail)).toEqual([]);
    await chime.client.send(new CreateUserCommand({ AccountId, Email: PrimaryEmail }));
    expect(await find(PrimaryEmail)).toHaveLength(1);
  });

  test("are deleted by hand, and made again with another ID", async () => {
    await chime.call("DELETE", `${account}/users/ana`);
    await expect(get("ana")).rejects.toMatchObject({ name: "NotFoundException" });
    expect(await find(PrimaryEmail)).toEqual([]);
    const { User } = await chime.client.send(new CreateUserCommand({ AccountId, Email: PrimaryEmail }));
    expect(User?.UserId).not.toBe("ana");
  });

  test("may share an email if they are put in by hand", async () => {
    await chime.call("POST", `${account}/users`, { UserId: "ana-2", PrimaryEmail });
    expect(await find(PrimaryEmail)).toMatchObject([{ UserId: "ana" }, { UserId: "ana-2" }]);
  });

  test.each([
    ["POST", "/users", { PrimaryEmail: "no-address" }, "PrimaryEmail"],
    ["POST", "/users", { PrimaryEmail, UserID: "x" }, "UserID"],
    ["POST", "/users", { PrimaryEmail, LicenseType: "Gold" }, "LicenseType"],
    ["POST", "/users", { PrimaryEmail, UserId: "ana" }, "in use"],
    ["PATCH", "/users/ana", { UserId: "other" }, "UserId"],
    ["PATCH", "/users/nobody", {}, "The user does not exist"],
    ["DELETE", "/users/nobody", undefined, "The user does not exist"],
    ["POST", "/users/ana/accept", undefined, "no pending invitation"],
  ])("%s %s %j is refused, and says why", async (method, path, body, problem) => {
    await expect(chime.call(method, `${account}${path}`, body)).rejects.toThrow(problem);
    expect(await find(PrimaryEmail)).toMatchObject([{ UserId: "ana" }]);
  });
});

describe("an account", () => {
  test("is replaced, with the users that are given", async () => {
    const users = [{ UserId: "bo", PrimaryEmail: "bo@example.com" }];
    await chime.call("PUT", account, { accountType: "Team", users, nextUserIds: ["next"] });
    expect(await chime.call("GET", `${account}/users`)).toMatchObject(users);
    expect(await chime.call("GET", "/accounts")).toMatchObject([{ accountId: AccountId, accountType: "Team" }]);
  });

  test("is made and deleted", async () => {
    await chime.call("PUT", "/accounts/second", {});
    await chime.call("DELETE", account);
    expect(await chime.call("GET", "/accounts")).toMatchObject([{ accountId: "second", accountType: "EnterpriseLWA" }]);
    await expect(get("ana")).rejects.toThrow("The account does not exist");
  });

  test.each([
    [account, { defaultLicense: "Plus", supportedLicenses: ["Basic"] }, "defaultLicense"],
    [account, { accountTyp: "Team" }, "accountTyp"],
    [
      account,
      {
        users: [
          { UserId: "u", PrimaryEmail },
          { UserId: "u", PrimaryEmail },
        ],
      },
      "in use",
    ],
    ["/accounts/%20", {}, "accountId"],
  ])("%s is not replaced by %j", async (path, settings, problem) => {
    await expect(chime.call("PUT", path, settings)).rejects.toThrow(problem);
    expect(await find(PrimaryEmail)).toHaveLength(1);
  });
});

test.each(["GET", "POST"])("%s of an unknown control route is a 404", async (method) => {
  await expect(chime.call(method, "/nothing")).rejects.toThrow("no operation");
});
