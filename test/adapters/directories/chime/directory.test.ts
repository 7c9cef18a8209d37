import { ChimeClient } from "@aws-sdk/client-chime";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { chimeDirectory } from "../../../../adapters/directories/chime/directory.ts";
import type { OpenDirectory } from "../../../../adapters/directories/open-directory.ts";
import { nodeTimer, type Timer } from "../../../../adapters/timer.ts";
import type { License } from "../../../../domain/accounts/license.ts";
import { ACCOUNT, emulatorForTest } from "../../../support/chime-emulator.ts";

let chime: Awaited<ReturnType<typeof emulatorForTest>>;
let directory: OpenDirectory;
let number = 0;

beforeAll(async () => {
  chime = await emulatorForTest();
  directory = directoryOf(chime.client);
});
beforeEach(() => chime.reset());
afterAll(() => chime.close());

type Opening = { readonly members?: number; readonly timer?: Timer; readonly signal?: AbortSignal };

const person = (email: string) => ({ employeeId: "E1", email });
const directoryOf = (client: ChimeClient, { members = 1, timer = nodeTimer, signal = NEVER }: Opening = {}) =>
  chimeDirectory({
    clients: { find: client, create: client, update: client, waitWithin: () => {} },
    accountId: ACCOUNT.accountId,
    timer,
  })({ members, remainingMs: 30_000, signal });
const NEVER = new AbortController().signal;
const newEmail = () => `user.${++number}@example.com`;
const newUsers = async (count: number): Promise<string[]> => {
  const accounts = await Promise.all(
    Array.from({ length: count }, () => directory.create(person(newEmail()), "Basic")),
  );
  await chime.reset();
  return accounts.map(({ id }) => id);
};
/** Changes licenses together, as for the employees of one Lambda batch. */
const changeTogether = async (calls: readonly (readonly [id: string, license: License])[]) => {
  const together = directoryOf(chime.client, { members: calls.length });
  return Promise.allSettled(
    calls.map((call) => together.change(call[0], { license: call[1] }).finally(together.leave)),
  );
};
const allToPro = (ids: readonly string[]) => changeTogether(ids.map((id) => [id, "Pro"]));
const operations = async () => (await chime.calls()).map(({ operation, response }) => `${operation} ${response}`);
const codeOf = (result: PromiseSettledResult<unknown>) => (result.status === "fulfilled" ? "done" : result.reason.code);

describe("create", () => {
  test("returns the new user with its license", async () => {
    expect(await directory.create(person(newEmail()), "Basic")).toEqual({
      id: expect.any(String),
      license: "Basic",
      active: true,
    });
    expect(await operations()).toEqual(["CreateUser 201"]);
  });

  test.each([
    ["a dropped socket after the commit", { effect: "drop", commit: true }, "CreateUser dropped"],
    ["a 500 after the commit", { effect: "fail", status: 500, commit: true }, "CreateUser 500"],
    ["a hang after the commit", { effect: "hang", commit: true }, "CreateUser hung"],
  ])("after %s finds the user instead of retrying", async (_, fault, seen) => {
    const email = newEmail();
    await chime.setFaults({ faults: [{ operations: ["CreateUser"], ...fault }] });
    await expect(directory.create(person(email), "Basic")).resolves.toEqual({
      id: expect.any(String),
      active: true,
      found: true,
    });
    expect(await operations()).toEqual([seen, "ListUsers 200"]);
  });

  test("returns the user that has the email after a conflict", async () => {
    const email = newEmail();
    const { id } = await directory.create(person(email), "Basic");
    expect(await directory.create(person(email.toUpperCase()), "Basic")).toEqual({ id, active: true, found: true });
  });

  test("is retryable after a conflict if ListUsers does not return the user yet", async () => {
    const email = newEmail();
    await directory.create(person(email), "Basic");
    await chime.setFaults({ findLagMs: 60_000 });
    await expect(directory.create(person(email), "Basic")).rejects.toMatchObject({ code: "DirectoryUnavailable" });
  });

  test.each([
    [429, "DirectoryThrottled"],
    [503, "DirectoryUnavailable"],
    [403, "DirectoryAccessDenied"],
  ])("fails after a %d with %s if no user was created", async (status, code) => {
    await chime.setFaults({ faults: [{ operations: ["CreateUser"], effect: "fail", status }] });
    await expect(directory.create(person(newEmail()), "Basic")).rejects.toMatchObject({ retryable: true, code });
  });

  test("a rejection is not retryable, and looks up no user", async () => {
    await expect(directory.create(person("no-dot@example"), "Basic")).rejects.toMatchObject({
      code: "DirectoryRejected",
    });
    expect(await operations()).toEqual(["CreateUser 400"]);
  });
});

describe("find", () => {
  test("does not take KELVIN SIGN for the letter k", async () => {
    await directory.create(person(`\u212a${newEmail()}`), "Basic");
    expect(await directory.find(`kuser.${number}@example.com`)).toBeUndefined();
  });

  test("finds a user ignoring case and surrounding blanks", async () => {
    const email = newEmail();
    const { id } = await directory.create(person(email.toUpperCase()), "Basic");
    expect(await directory.find(email)).toEqual({ id, license: "Basic", active: true });
    expect(await directory.find(newEmail())).toBeUndefined();
  });

  test("says that a user is suspended, or nothing if the directory does not", async () => {
    const email = newEmail();
    const { id } = await directory.create(person(email), "Basic");
    await directory.deactivate(id);
    expect(await directory.find(email)).toEqual({ id, license: "Basic", active: false });
    await directory.reactivate(id);
    expect((await directory.find(email))?.active).toBe(true);
  });

  test("fails with the code for the exception", async () => {
    await chime.setFaults({ faults: [{ effect: "fail", status: 401 }] });
    await expect(directory.find(newEmail())).rejects.toMatchObject({ code: "DirectoryAccessDenied" });
  });
});

describe("whose account it is", () => {
  const user = (UserId: string, PrimaryEmail?: string, more: object = {}) => ({ UserId, PrimaryEmail, ...more });
  const email = "kevin@example.com";
  const DEVICE = { UserType: "SharedDevice" };

  /** A directory whose ListUsers returns these pages, and whose CreateUser returns this user. */
  const answering = (pages: readonly (readonly object[])[], created?: object) => {
    const client = new ChimeClient({ region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } });
    const sent: string[] = [];
    client.middlewareStack.add(
      (_, { commandName = "" }) =>
        async ({ input }) => {
          sent.push(commandName);
          const page = Number((input as { NextToken?: string }).NextToken ?? 0);
          const next = page + 1 < pages.length ? { NextToken: String(page + 1) } : {};
          const output = commandName === "ListUsersCommand" ? { Users: pages[page], ...next } : { User: created };
          return { output: { $metadata: {}, ...output }, response: {} };
        },
      { step: "serialize", priority: "high" },
    );
    return { ...directoryOf(client), sent };
  };

  test.each<[string, pages: object[][], expected: object | undefined]>([
    ["is under the address", [[user("U1", "Kevin@Example.com")]], { id: "U1" }],
    ["is on a later page", [[], [user("U1", email)]], { id: "U1" }],
    ["is listed twice, as while the list changes", [[user("U1", email)], [user("U1", email)]], { id: "U1" }],
    ["has a prefix of the address", [[user("U1", "kevin@example.co"), user("U2", "kev")]], undefined],
    ["has the address as a prefix", [[user("U1", "kevin@example.com.au")]], undefined],
    ["looks alike", [[user("U1", "\u212Aevin@example.com")]], undefined],
    ["has no address", [[user("U1")]], undefined],
  ])("a listed user who %s", async (_, pages, expected) => {
    expect(await answering(pages).find(email)).toEqual(expected);
  });

  test.each<[string, pages: object[][], code: string]>([
    ["two users with the address", [[user("U1", email), user("U2", email)]], "AmbiguousUser"],
    ["two users with the address on two pages", [[user("U1", email)], [user("U2", email)]], "AmbiguousUser"],
    ["a person and a device with the address", [[user("U1", email), user("U2", email, DEVICE)]], "AmbiguousUser"],
    ["a device with the address", [[user("U1", email, DEVICE)]], "UserIsDevice"],
  ])("find refuses %s, and picks none", async (_, pages, code) => {
    await expect(answering(pages).find(email)).rejects.toMatchObject({ code, retryable: false });
  });

  test("a user that CreateUser returns under another email is never adopted, nor looked for", async () => {
    const directory = answering([[]], user("U1", "kevin.other@example.com"));
    await expect(directory.create(person(email), "Basic")).rejects.toMatchObject({
      code: "UserMismatch",
      retryable: false,
    });
    expect(directory.sent).toEqual(["CreateUserCommand"]);
  });

  test("a device that CreateUser returns is never adopted", async () => {
    const directory = answering([[]], user("U1", email, DEVICE));
    await expect(directory.create(person(email), "Basic")).rejects.toMatchObject({
      code: "UserIsDevice",
      retryable: false,
    });
  });

  test.each([undefined, {}, { UserId: "U1" }, { PrimaryEmail: email }])(
    "CreateUser that returns %j leaves open who was created: the directory is asked",
    async (created) => {
      expect(await answering([[user("U7", email)]], created).create(person(email), "Basic")).toEqual({
        id: "U7",
        found: true,
      });
      const failure = { code: "DirectoryUnavailable", retryable: true };
      await expect(answering([[]], created).create(person(email), "Basic")).rejects.toMatchObject(failure);
    },
  );
});

describe("change", () => {
  test("sends a single change as UpdateUser", async () => {
    const [id = ""] = await newUsers(1);
    await directoryOf(chime.client).change(id, { license: "Pro" });
    expect(await operations()).toEqual(["UpdateUser 200"]);
  });

  test.each([
    [20, [20]],
    [21, [20, 1]],
    [41, [20, 20, 1]],
  ])("sends %d concurrent changes in calls of at most 20", async (count, sizes) => {
    const users = await newUsers(count);
    await allToPro(users);
    const calls = await chime.calls();
    expect(calls.map(({ userIds }) => userIds.length).sort((a, b) => b - a)).toEqual(sizes);
  });

  test("waits until every member of the batch asks for a change or leaves", async () => {
    const [first = "", second = ""] = await newUsers(2);
    const together = directoryOf(chime.client, { members: 3 });
    const done = Promise.all([
      together.change(first, { license: "Pro" }),
      together.change(second, { license: "Basic" }),
    ]);
    expect(await chime.calls()).toEqual([]);
    together.leave();
    await done;
    expect(await operations()).toEqual(["BatchUpdateUser 200"]);
  });

  test("does not wait for a member that takes too long", async () => {
    let ring = () => {};
    const timer: Timer = (milliseconds, callBack) => {
      expect(milliseconds).toBe(5_000);
      ring = callBack;
      return () => {};
    };
    const [id = ""] = await newUsers(1);
    const done = directoryOf(chime.client, { members: 2, timer }).change(id, { license: "Pro" });
    ring();
    await done;
    expect(await operations()).toEqual(["UpdateUser 200"]);
  });

  test("fails only the 7 of 20 users that are in UserErrors", async () => {
    const users = await newUsers(20);
    const codes = ["Throttled", "Throttling", "ServiceFailure", "NotFound", "BadRequest", "Unprocessable", "Unheard"];
    const userErrors = Object.fromEntries(codes.map((code, index) => [users[index], code]));
    await chime.setFaults({ faults: [{ userErrors }] });
    const results = await allToPro(users);
    expect(results.map(codeOf)).toEqual([
      "DirectoryThrottled",
      "DirectoryThrottled",
      "DirectoryUnavailable",
      "DirectoryUserMissing",
      "DirectoryRejected",
      "DirectoryRejected",
      "Unexpected",
      ...Array(13).fill("done"),
    ]);
  });

  test("falls back to single calls after an error for an unknown user, which may be anybody's", async () => {
    const users = await newUsers(3);
    const { client } = chime;
    const UserErrors = [{ UserId: users[0], ErrorCode: "NotFound" }, { ErrorCode: "Throttled" }];
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) =>
          commandName === "BatchUpdateUserCommand"
            ? { output: { $metadata: {}, UserErrors }, response: {} }
            : next(args),
      { step: "serialize", name: "strange response" },
    );
    const results = await allToPro(users);
    client.middlewareStack.remove("strange response");
    expect(results.map(codeOf)).toEqual(["DirectoryUserMissing", "done", "done"]);
    expect(await operations()).toEqual(["UpdateUser 200", "UpdateUser 200"]);
  });

  test.each([400, 404])(
    "falls back to single calls after a whole-request %d, so that the valid changes are made",
    async (status) => {
      const users = await newUsers(3);
      await chime.setFaults({ faults: [{ operations: ["BatchUpdateUser"], effect: "fail", status }] });
      const results = await allToPro([...users, "nobody"]);
      expect(results.map(codeOf)).toEqual(["done", "done", "done", "DirectoryUserMissing"]);
    },
  );

  test("fails all changes, without single calls, after a retryable whole-request failure", async () => {
    const users = await newUsers(3);
    await chime.setFaults({ faults: [{ operations: ["BatchUpdateUser"], effect: "fail", status: 503 }] });
    const results = await allToPro(users);
    expect(results.map(codeOf)).toEqual(Array(3).fill("DirectoryUnavailable"));
    expect(new Set(await operations())).toEqual(new Set(["BatchUpdateUser 503"]));
  });
});

test("an unreachable directory is unavailable", async () => {
  const client = new ChimeClient({
    region: "us-east-1",
    endpoint: "http://127.0.0.1:1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    maxAttempts: 1,
  });
  const nobody = directoryOf(client);
  await expect(nobody.create(person("a@example.com"), "Basic")).rejects.toMatchObject({ code: "DirectoryUnavailable" });
});

describe("after the deadline", () => {
  const ABORTED = AbortSignal.abort();
  const BOTH = ["nobody", "nobody else"];
  test.each<[string, members: number, (hangs: OpenDirectory) => Promise<unknown>]>([
    ["find", 1, (hangs) => hangs.find(newEmail())],
    ["creation", 1, (hangs) => hangs.create(person(newEmail()), "Basic")],
    ["change", 1, (hangs) => hangs.change("nobody", { license: "Pro" })],
    ["batch of changes", 2, (hangs) => Promise.all(BOTH.map((id) => hangs.change(id, { license: "Pro" })))],
  ])("gives up a %s that is under way", async (_, members, call) => {
    await chime.setFaults({ faults: [{ effect: "hang" }] });
    const hangs = directoryOf(chime.client, { members, signal: AbortSignal.timeout(100) });
    await expect(call(hangs)).rejects.toMatchObject({ code: "DeadlineExceeded", retryable: true });
  });

  test("every call carries the signal of its batch", async () => {
    const send = vi.spyOn(chime.client, "send");
    const together = directoryOf(chime.client, { members: 2 });
    const { id } = await together.create(person(newEmail()), "Basic");
    await together.find(newEmail());
    await Promise.all([
      together.change(id, { license: "Pro" }),
      together.change("nobody", { license: "Pro" }).catch(() => undefined),
    ]);
    const calls = send.mock.calls as unknown as readonly (readonly [object, object])[];
    expect(calls.map(([command, options]) => [command.constructor.name, options])).toEqual(
      ["CreateUser", "ListUsers", "BatchUpdateUser"].map((name) => [`${name}Command`, { abortSignal: NEVER }]),
    );
    send.mockRestore();
  });

  test.each<[string, (late: OpenDirectory) => Promise<unknown>]>([
    ["find", (late) => late.find(newEmail())],
    ["create", (late) => late.create(person(newEmail()), "Basic")],
    ["change", (late) => late.change("nobody", { license: "Pro" })],
  ])("%s sends nothing", async (_, call) => {
    const failure = { code: "DeadlineExceeded", retryable: true };
    await expect(call(directoryOf(chime.client, { signal: ABORTED }))).rejects.toMatchObject(failure);
    expect(await chime.calls()).toEqual([]);
  });
});
