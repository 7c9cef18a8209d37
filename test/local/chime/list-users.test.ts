import {
  BadRequestException,
  CreateUserCommand,
  ListUsersCommand,
  type ListUsersCommandInput,
  paginateListUsers,
} from "@aws-sdk/client-chime";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ACCOUNT, emulatorForTest, SIGNED } from "../../support/chime-emulator.ts";

const AccountId = ACCOUNT.accountId;
const users = Array.from({ length: 9 }, (_, number) => ({
  UserId: `u${number}`,
  PrimaryEmail: `user.${number}@example.com`,
  UserType: number % 3 === 0 ? ("SharedDevice" as const) : ("PrivateUser" as const),
}));
const ids = users.map(({ UserId }) => UserId);

let chime: Awaited<ReturnType<typeof emulatorForTest>>;
beforeEach(async () => {
  chime = await emulatorForTest(
    { ...ACCOUNT, users },
    { accountId: "other", users: [{ PrimaryEmail: "x@example.com" }] },
  );
});
afterEach(() => chime.close());

const list = async (request: Partial<ListUsersCommandInput> = {}) => {
  const { Users = [], NextToken } = await chime.client.send(new ListUsersCommand({ AccountId, ...request }));
  return { ids: Users.map(({ UserId }) => UserId), NextToken };
};

describe("a filter by email", () => {
  test("finds the user with exactly this email, ignoring case", async () => {
    expect(await list({ UserEmail: "USER.1@Example.com" })).toEqual({ ids: ["u1"] });
  });

  test.each([
    "user.1@example.co",
    "ser.1@example.com",
    "user.1@example.com.br",
    " user.1@example.com",
    "user_1@example.com",
  ])("finds nobody by %j", async (UserEmail) => {
    expect(await list({ UserEmail })).toEqual({ ids: [] });
  });

  test("does not take a compatibility character for its letter", async () => {
    await chime.client.send(new CreateUserCommand({ AccountId, Email: "kevin@example.com" }));
    expect((await list({ UserEmail: "\u212Aevin@example.com" })).ids).toEqual([]);
    expect((await list({ UserEmail: "Kevin@example.com" })).ids).toHaveLength(1);
  });

  test("and by type finds a user that fits both", async () => {
    expect((await list({ UserEmail: "user.0@example.com", UserType: "SharedDevice" })).ids).toEqual(["u0"]);
    expect((await list({ UserEmail: "user.0@example.com", UserType: "PrivateUser" })).ids).toEqual([]);
  });
});

test("a filter that is there twice is refused", async () => {
  const path = `/accounts/${AccountId}/users?user-email=user.1@example.com&user-email=user.2@example.com`;
  expect((await fetch(`${chime.endpoint}${path}`, { headers: SIGNED })).status).toBe(400);
});

test("a filter by type lists the users of that type alone", async () => {
  expect((await list({ UserType: "SharedDevice" })).ids).toEqual(["u0", "u3", "u6"]);
});

describe("pages", () => {
  test.each([1, 2, 3, 8, 9, 10, 200])("of %d hold all users, each once, in order", async (pageSize) => {
    const pages: (string | undefined)[][] = [];
    for await (const { Users = [] } of paginateListUsers({ client: chime.client, pageSize }, { AccountId })) {
      pages.push(Users.map(({ UserId }) => UserId));
    }
    expect(pages.flat()).toEqual(ids);
    expect(pages).toHaveLength(Math.ceil(9 / pageSize));
  });

  test("list a user that came in between last, and skip nobody when one has gone", async () => {
    const first = await list({ MaxResults: 5 });
    await chime.call("DELETE", `/accounts/${AccountId}/users/u1`);
    await chime.call("POST", `/accounts/${AccountId}/users`, { UserId: "new", PrimaryEmail: "new@example.com" });
    const { NextToken } = first;
    expect((await list({ MaxResults: 100, NextToken: String(NextToken) })).ids).toEqual([...ids.slice(5), "new"]);
  });

  test("may change their size", async () => {
    const { NextToken } = await list({ MaxResults: 2 });
    expect((await list({ MaxResults: 1, NextToken: String(NextToken) })).ids).toEqual(["u2"]);
  });

  test.each([
    ["another filter", { UserType: "PrivateUser" as const }],
    ["no filter", {}],
    ["another account", { UserType: "SharedDevice" as const, AccountId: "other" }],
  ])("refuse a token for %s", async (_, request) => {
    const { NextToken } = await list({ UserType: "SharedDevice", MaxResults: 1 });
    await expect(list({ ...request, NextToken: String(NextToken) })).rejects.toBeInstanceOf(BadRequestException);
  });

  test.each(["", "damaged", "5", "5.", "-1.AAAA", "MTox"])("refuse the unknown token %j", async (NextToken) => {
    await expect(list({ NextToken })).rejects.toBeInstanceOf(BadRequestException);
  });

  test.each([0, 201, -1, 1.5])("refuse a size of %d", async (MaxResults) => {
    await expect(list({ MaxResults })).rejects.toBeInstanceOf(BadRequestException);
  });
});
