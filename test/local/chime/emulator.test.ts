import {
  BadRequestException,
  BatchUpdateUserCommand,
  ConflictException,
  CreateUserCommand,
  GetAccountCommand,
  GetUserCommand,
  ListUsersCommand,
  LogoutUserCommand,
  NotFoundException,
  ServiceUnavailableException,
  ThrottledClientException,
  UpdateUserCommand,
} from "@aws-sdk/client-chime";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT, emulatorForTest, SIGNED } from "../../support/chime-emulator.ts";

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

test("listens on 127.0.0.1 alone", () => {
  expect(chime.endpoint).toBe(`http://127.0.0.1:${chime.port}`);
});

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
  expect(Account).toMatchObject({ AccountId, AccountType: "EnterpriseLWA", DefaultLicense: "Basic" });
  await expect(get("nobody")).rejects.toBeInstanceOf(NotFoundException);
});

test("returns NotFoundException for an account that it does not have", async () => {
  await expect(chime.client.send(new GetAccountCommand({ AccountId: "another" }))).rejects.toBeInstanceOf(
    NotFoundException,
  );
});

describe("a raw request", () => {
  const raw = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${chime.endpoint}${path}`, { method: "POST", headers: SIGNED, ...init });
    const name = response.headers.get("x-amzn-errortype");
    return { status: response.status, name, body: await response.json() };
  };
  const users = `/accounts/${AccountId}/users`;

  test("is served under /console, too", async () => {
    const body = JSON.stringify({ Email: newEmail() });
    expect(await raw(`/console${users}?operation=create`, { body })).toMatchObject({ status: 201 });
  });

  test("for an operation that is not emulated is a 404 with its name, and changes nothing", async () => {
    const { UserId } = await create();
    const body = JSON.stringify({ LicenseType: "Pro" });
    expect(await raw(`${users}/${UserId}?operation=reset-personal-pin`, { body })).toEqual({
      status: 404,
      name: "UnknownOperationException",
      body: { message: expect.stringContaining("ResetPersonalPIN") },
    });
    expect((await get(UserId))?.LicenseType).toBe("Basic");
    expect((await chime.calls())[1]).toMatchObject({ operation: "ResetPersonalPIN", response: 404, committed: false });
  });

  test("for an operation that Chime does not have is a 404", async () => {
    expect(await raw(`${users}?operation=CREATE`)).toMatchObject({ status: 404, name: "UnknownOperationException" });
    expect(await chime.calls()).toMatchObject([{ operation: "UnknownOperation", response: 404 }]);
  });

  test("with a blank ID is a 400", async () => {
    expect(await raw(`${users}/%20`, { body: "{}" })).toEqual({
      status: 400,
      name: "BadRequestException",
      body: { Code: "BadRequest", Message: "Invalid UserId" },
    });
  });

  test("that is not signed for Chime is a 403", async () => {
    const headers = { "content-type": "application/json" };
    expect(await raw(users, { headers })).toEqual({
      status: 403,
      name: "MissingAuthenticationTokenException",
      body: { message: "Missing Authentication Token" },
    });
  });

  test.each([
    ["text/plain", "{}", 415, "UnsupportedMediaTypeException"],
    ["application/x-www-form-urlencoded", "{}", 415, "UnsupportedMediaTypeException"],
    ["", "{}", 415, "UnsupportedMediaTypeException"],
    ["application/json", "{", 400, "SerializationException"],
    ["application/json", "[]", 400, "BadRequestException"],
    ["Application/JSON; charset=utf-8", "{}", 400, "BadRequestException"],
  ])("of content type %j with the body %j is a %d, %s", async (type, body, status, name) => {
    const headers = { ...SIGNED, "content-type": type };
    expect(await raw(users, { headers, body })).toMatchObject({ status, name });
  });
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

  test.each([
    [{ exception: "ExpiredTokenException" }, "ExpiredTokenException", 400, undefined],
    [{ exception: "AccessDeniedException", status: 400 }, "AccessDeniedException", 400, "AccessDenied"],
    [{ exception: "UnrecognizedClientException" }, "UnrecognizedClientException", 403, undefined],
    [{ exception: "Surprise", code: "PreconditionFailed", status: 412 }, "Surprise", 412, "PreconditionFailed"],
    [{ code: "Throttled" }, "ThrottledClientException", 429, "Throttled"],
    [{ code: "Throttled", status: 400 }, "ThrottledClientException", 400, "Throttled"],
    [{}, "ServiceFailureException", 500, "ServiceFailure"],
  ])("a fault %j returns %s with %d and the code %s", async (error, name, httpStatusCode, Code) => {
    await chime.setFaults({ faults: [{ effect: "fail", ...error }] });
    const thrown = await get("nobody").catch((reason) => reason);
    expect(thrown).toMatchObject({ name, $metadata: { httpStatusCode }, message: "An injected fault" });
    expect(thrown.Code).toBe(Code);
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
    await expect(chime.setFaults({ faults: [{ status: 429 }] })).rejects.toThrow("faults.0.effect");
    await expect(chime.setFaults({ faults: [{ effect: "fail", status: 418 }] })).rejects.toThrow("faults.0.exception");
    await expect(chime.setFaults({ faults: [{ operations: ["ResetPIN"] }] })).rejects.toThrow("faults.0.operations.0");
    await expect(chime.setFaults([])).rejects.toThrow("body");
  });
});

describe("the shape of responses", () => {
  test("has no nulls", async () => {
    const { UserId } = await create();
    const response = await fetch(`${chime.endpoint}/accounts/${AccountId}/users/${UserId}`, { headers: SIGNED });
    expect(await response.text()).not.toContain("null");
  });

  test("has null for every member of the model that is not set, if asked for", async () => {
    const { UserId, Email } = await create();
    await chime.setFaults({ unsetMembers: "null" });
    const list = `${chime.endpoint}/accounts/${AccountId}/users?user-email=${Email}`;
    const { Users, NextToken } = (await (await fetch(list, { headers: SIGNED })).json()) as Record<string, never[]>;
    expect(NextToken).toBeNull();
    expect(Users).toEqual([
      {
        UserId,
        AccountId,
        PrimaryEmail: Email,
        PrimaryProvisionedNumber: null,
        DisplayName: expect.any(String),
        LicenseType: "Basic",
        UserType: "PrivateUser",
        UserRegistrationStatus: "Registered",
        UserInvitationStatus: null,
        RegisteredOn: expect.any(String),
        InvitedOn: null,
        AlexaForBusinessMetadata: { IsAlexaForBusinessEnabled: false, AlexaForBusinessRoomArn: null },
        PersonalPIN: null,
      },
    ]);
  });

  test("of UpdateUser is the ID alone, if asked for", async () => {
    const { UserId } = await create();
    await chime.setFaults({ updateUserReturns: "id" });
    const { User } = await chime.client.send(new UpdateUserCommand({ AccountId, UserId, LicenseType: "Pro" }));
    expect(User).toEqual({ UserId });
    expect((await get(UserId))?.LicenseType).toBe("Pro");
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
