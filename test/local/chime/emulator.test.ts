import {
  BadRequestException,
  BatchSuspendUserCommand,
  BatchUnsuspendUserCommand,
  BatchUpdateUserCommand,
  ConflictException,
  CreateUserCommand,
  ForbiddenException,
  GetAccountCommand,
  GetUserCommand,
  InviteUsersCommand,
  ListUsersCommand,
  LogoutUserCommand,
  NotFoundException,
  paginateListUsers,
  ServiceUnavailableException,
  ThrottledClientException,
  UpdateUserCommand,
} from "@aws-sdk/client-chime";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT, emulatorForTest } from "../../support/chime-emulator.ts";

const AccountId = ACCOUNT.accountId;
let chime: Awaited<ReturnType<typeof emulatorForTest>>;
let number = 0;

beforeAll(async () => {
  chime = await emulatorForTest();
});
beforeEach(() => chime.reset());
afterAll(() => chime.close());

const newEmail = () => `user.${++number}@example.com`;
const create = async (Email = newEmail()): Promise<{ UserId: string; Email: string }> => {
  const { User } = await chime.client.send(new CreateUserCommand({ AccountId, Email }));
  return { UserId: User?.UserId ?? "", Email };
};
const get = async (UserId: string) => (await chime.client.send(new GetUserCommand({ AccountId, UserId }))).User;

describe("CreateUser", () => {
  test("returns 201 with a user of the account's default license", async () => {
    const Email = newEmail();
    const { User, $metadata } = await chime.client.send(
      new CreateUserCommand({ AccountId, Email, UserType: "SharedDevice" }),
    );
    expect($metadata).toMatchObject({ httpStatusCode: 201, requestId: expect.any(String) });
    expect(User).toMatchObject({
      AccountId,
      PrimaryEmail: Email,
      LicenseType: "Basic",
      UserType: "SharedDevice",
      UserRegistrationStatus: "Registered",
      RegisteredOn: expect.any(Date),
      AlexaForBusinessMetadata: { IsAlexaForBusinessEnabled: false },
    });
  });

  test("returns ConflictException for an email that is in use, ignoring case", async () => {
    const { Email } = await create();
    const again = chime.client.send(new CreateUserCommand({ AccountId, Email: Email.toUpperCase() }));
    await expect(again).rejects.toBeInstanceOf(ConflictException);
    await expect(again).rejects.toMatchObject({ Code: "Conflict", $metadata: { httpStatusCode: 409 } });
  });

  test.each([{ Email: "no-dot@example" }, {}])("returns BadRequestException for %j", async (request) => {
    await expect(chime.client.send(new CreateUserCommand({ AccountId, ...request }))).rejects.toBeInstanceOf(
      BadRequestException,
    );
  });
});

describe("UpdateUser", () => {
  test("sets the license", async () => {
    const { UserId } = await create();
    const { User } = await chime.client.send(new UpdateUserCommand({ AccountId, UserId, LicenseType: "Pro" }));
    expect(User?.UserId).toBe(UserId);
    expect((await get(UserId))?.LicenseType).toBe("Pro");
  });

  test("returns NotFoundException for an unknown user, BadRequestException for an unsupported license", async () => {
    const { UserId } = await create();
    const update = (userId: string, LicenseType: "Plus" | "Pro") =>
      chime.client.send(new UpdateUserCommand({ AccountId, UserId: userId, LicenseType }));
    await expect(update("nobody", "Pro")).rejects.toBeInstanceOf(NotFoundException);
    await expect(update(UserId, "Plus")).rejects.toBeInstanceOf(BadRequestException);
  });
});

describe("BatchUpdateUser", () => {
  test("updates the users that it can and lists the others in UserErrors, with 200", async () => {
    const [a, b] = [await create(), await create()];
    const { UserErrors, $metadata } = await chime.client.send(
      new BatchUpdateUserCommand({
        AccountId,
        UpdateUserRequestItems: [
          { UserId: a.UserId, LicenseType: "Pro" },
          { UserId: "nobody", LicenseType: "Pro" },
          { UserId: b.UserId, LicenseType: "Plus" },
        ],
      }),
    );
    expect($metadata.httpStatusCode).toBe(200);
    expect(UserErrors).toMatchObject([
      { UserId: "nobody", ErrorCode: "NotFound" },
      { UserId: b.UserId, ErrorCode: "BadRequest" },
    ]);
    expect((await get(a.UserId))?.LicenseType).toBe("Pro");
  });

  test.each([0, 21])("returns BadRequestException for %d users", async (count) => {
    const UpdateUserRequestItems = Array.from({ length: count }, (_, index) => ({ UserId: `u${index}` }));
    await expect(
      chime.client.send(new BatchUpdateUserCommand({ AccountId, UpdateUserRequestItems })),
    ).rejects.toBeInstanceOf(BadRequestException);
  });
});

describe("ListUsers", () => {
  test("finds a user by email, ignoring case, and nobody for an unknown email", async () => {
    const { UserId, Email } = await create();
    const find = async (UserEmail: string) =>
      (await chime.client.send(new ListUsersCommand({ AccountId, UserEmail }))).Users;
    expect(await find(Email.toUpperCase())).toMatchObject([{ UserId }]);
    expect(await find("nobody@example.com")).toEqual([]);
  });

  test("pages through all users, each once", async () => {
    for (let count = 0; count < 450; count += 50) {
      const UserEmailList = Array.from({ length: 50 }, newEmail);
      await chime.client.send(new InviteUsersCommand({ AccountId, UserEmailList }));
    }
    const sizes: number[] = [];
    const ids = new Set<string | undefined>();
    for await (const { Users = [] } of paginateListUsers({ client: chime.client, pageSize: 200 }, { AccountId })) {
      sizes.push(Users.length);
      for (const { UserId } of Users) ids.add(UserId);
    }
    expect(sizes.slice(0, 2)).toEqual([200, 200]);
    expect(ids.size).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(ids.size).toBeGreaterThanOrEqual(450);
  });

  test("filters by user type", async () => {
    const device = await chime.client.send(
      new CreateUserCommand({ AccountId, Email: newEmail(), UserType: "SharedDevice" }),
    );
    const { Users = [] } = await chime.client.send(new ListUsersCommand({ AccountId, UserType: "SharedDevice" }));
    expect(Users.map(({ UserId }) => UserId)).toContain(device.User?.UserId);
    expect(new Set(Users.map(({ UserType }) => UserType))).toEqual(new Set(["SharedDevice"]));
  });

  test.each([{ MaxResults: 0 }, { MaxResults: 201 }, { NextToken: "damaged" }])("rejects %j", async (request) => {
    await expect(chime.client.send(new ListUsersCommand({ AccountId, ...request }))).rejects.toBeInstanceOf(
      BadRequestException,
    );
  });
});

test("InviteUsers returns one invitation per email, and lists the invited users as pending", async () => {
  const UserEmailList = [newEmail(), newEmail()];
  const { Invites, $metadata } = await chime.client.send(new InviteUsersCommand({ AccountId, UserEmailList }));
  expect($metadata.httpStatusCode).toBe(201);
  expect(Invites?.map(({ EmailAddress }) => EmailAddress)).toEqual(UserEmailList);
  const { Users } = await chime.client.send(new ListUsersCommand({ AccountId, UserEmail: UserEmailList[0] }));
  expect(Users).toMatchObject([{ UserInvitationStatus: "Pending", UserRegistrationStatus: "Unregistered" }]);
});

test("BatchSuspendUser and BatchUnsuspendUser change the status and report unknown users", async () => {
  const { UserId } = await create();
  const UserIdList = [UserId, "nobody"];
  const suspended = await chime.client.send(new BatchSuspendUserCommand({ AccountId, UserIdList }));
  expect(suspended.UserErrors).toMatchObject([{ UserId: "nobody", ErrorCode: "NotFound" }]);
  expect((await get(UserId))?.UserRegistrationStatus).toBe("Suspended");
  await chime.client.send(new BatchUnsuspendUserCommand({ AccountId, UserIdList: [UserId] }));
  expect((await get(UserId))?.UserRegistrationStatus).toBe("Registered");
});

test("LogoutUser returns 204, or NotFoundException", async () => {
  const { UserId } = await create();
  const { $metadata } = await chime.client.send(new LogoutUserCommand({ AccountId, UserId }));
  expect($metadata.httpStatusCode).toBe(204);
  await expect(chime.client.send(new LogoutUserCommand({ AccountId, UserId: "nobody" }))).rejects.toBeInstanceOf(
    NotFoundException,
  );
});

test("GetAccount returns the account, GetUser returns NotFoundException for an unknown user", async () => {
  const { Account } = await chime.client.send(new GetAccountCommand({ AccountId }));
  expect(Account).toMatchObject({ AccountId, AccountType: "EnterpriseDirectory", DefaultLicense: "Basic" });
  await expect(get("nobody")).rejects.toBeInstanceOf(NotFoundException);
});

test("rejects another account and an unsigned request", async () => {
  await expect(chime.client.send(new GetAccountCommand({ AccountId: "another" }))).rejects.toBeInstanceOf(
    ForbiddenException,
  );
  const unsigned = await fetch(`${chime.endpoint}/accounts/${AccountId}/users`);
  expect(unsigned.status).toBe(403);
  expect(unsigned.headers.get("x-amzn-errortype")).toBe("ForbiddenException");
  expect(await unsigned.json()).toMatchObject({ Code: "Forbidden", Message: expect.stringContaining("SigV4") });
});

test.each(["/_emulator/seats", `/accounts/${AccountId}/users`])("refuses a page of another site: %s", async (path) => {
  const response = await fetch(`${chime.endpoint}${path}`, { headers: { origin: "https://evil.example" } });
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ message: expect.stringContaining("foreign Origin") });
});

describe("faults", () => {
  test("a rate limit throttles the calls that exceed it", async () => {
    await chime.setFaults({ rateLimit: 2 });
    const calls = await Promise.allSettled(Array.from({ length: 6 }, () => get("nobody")));
    const reasons = calls.map((call) => (call.status === "rejected" ? call.reason.name : "succeeded"));
    expect(reasons.filter((name) => name === "ThrottledClientException")).toHaveLength(4);
  });

  test.each([
    [429, ThrottledClientException],
    [503, ServiceUnavailableException],
  ])("a fault returns %d for the given number of calls to the operation", async (status, exception) => {
    await chime.setFaults({ faults: [{ operations: ["CreateUser"], times: 1, effect: "fail", status }] });
    await expect(create()).rejects.toBeInstanceOf(exception);
    await expect(create()).resolves.toBeDefined();
  });

  test("a failure rate fails its share of calls, the same calls for the same seed", async () => {
    const failed = async () => {
      await chime.setFaults({ faults: [{ effect: "fail", rate: 0.5, seed: 7 }] });
      const names: string[] = [];
      for (let call = 0; call < 20; call += 1) await get("nobody").catch(({ name }) => names.push(name));
      return names.join();
    };
    const first = await failed();
    expect(first).toContain("ServiceFailureException");
    expect(first).toContain("NotFoundException");
    expect(await failed()).toBe(first);
  });

  test.each([true, false])("a dropped socket with commit %s has or lacks its effect accordingly", async (commit) => {
    await chime.setFaults({ faults: [{ operations: ["CreateUser"], times: 1, effect: "drop", commit }] });
    const Email = newEmail();
    await expect(create(Email)).rejects.toThrow();
    const { Users } = await chime.client.send(new ListUsersCommand({ AccountId, UserEmail: Email }));
    expect(Users).toHaveLength(commit ? 1 : 0);
    expect(await chime.calls()).toMatchObject([{ response: "dropped", committed: commit }, { response: 200 }]);
  });

  test("a hung call ends at the client's time-out", async () => {
    await chime.setFaults({ faults: [{ effect: "hang", times: 1 }] });
    await expect(get("nobody")).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("userErrors fails the given users in a batch", async () => {
    const { UserId } = await create();
    await chime.setFaults({ faults: [{ userErrors: { [UserId]: "Throttled" } }] });
    const UpdateUserRequestItems = [{ UserId, LicenseType: "Pro" as const }];
    const { UserErrors } = await chime.client.send(new BatchUpdateUserCommand({ AccountId, UpdateUserRequestItems }));
    expect(UserErrors).toMatchObject([{ UserId, ErrorCode: "Throttled" }]);
  });

  test("a new user appears in ListUsers only after the lag", async () => {
    await chime.setFaults({ findLagMs: 60_000 });
    const { Email } = await create();
    const { Users } = await chime.client.send(new ListUsersCommand({ AccountId, UserEmail: Email }));
    expect(Users).toEqual([]);
  });

  test("rejects and names invalid settings", async () => {
    await expect(chime.setFaults({ latencyMs: -1 })).rejects.toThrow("latencyMs");
    await expect(chime.setFaults({ faults: [{ effekt: "drop" }] })).rejects.toThrow("effekt");
  });
});

test("counts seats by license", async () => {
  const seats = async () => (await (await fetch(`${chime.control}/seats`)).json()) as Record<string, number>;
  const before = await seats();
  const { UserId } = await create();
  await chime.client.send(new UpdateUserCommand({ AccountId, UserId, LicenseType: "ProTrial" }));
  expect((await seats()).ProTrial).toBe(Number(before.ProTrial) + 1);
});

test("does not wait for a hung call when it closes", async () => {
  const other = await emulatorForTest();
  await other.setFaults({ faults: [{ effect: "hang" }] });
  const hung = other.client.send(new GetUserCommand({ AccountId, UserId: "nobody" })).catch(({ code }) => code);
  while ((await other.calls()).length === 0);
  await other.close();
  expect(await hung).toBe("ECONNRESET");
});
