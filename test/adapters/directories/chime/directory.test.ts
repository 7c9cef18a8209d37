import { ChimeClient, GetUserCommand } from "@aws-sdk/client-chime";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chimeDirectory } from "../../../../adapters/directories/chime/directory.ts";
import type { Timer } from "../../../../adapters/directories/chime/license-batch.ts";
import type { License } from "../../../../domain/accounts/license.ts";
import type { LicenseTarget } from "../../../../domain/ports.ts";
import { ACCOUNT, emulatorForTest } from "../../../support/chime-emulator.ts";

let chime: Awaited<ReturnType<typeof emulatorForTest>>;
let directory: ReturnType<typeof chimeDirectory>;
let number = 0;

beforeAll(async () => {
  chime = await emulatorForTest();
  directory = directoryOf(chime.client);
});
beforeEach(() => chime.reset());
afterAll(() => chime.close());

const directoryOf = (client: ChimeClient, timer?: Timer) =>
  chimeDirectory({
    clients: { find: client, create: client, update: client },
    accountId: ACCOUNT.accountId,
    ...(timer && { timer }),
  });
const newEmail = () => `user.${++number}@example.com`;
const newUsers = async (count: number): Promise<string[]> => {
  const users = await Promise.all(Array.from({ length: count }, () => directory.createUser(newEmail())));
  await chime.reset();
  return users.map(({ userId }) => userId);
};
const to = (license: License, version = "1") => ({ license, version });
/** As the records of one Lambda batch: all join before the first asks. */
const setTogether = async (calls: readonly (readonly [userId: string, target: LicenseTarget])[]) => {
  const leave = calls.map(() => directory.join());
  return Promise.allSettled(
    calls.map(([userId, target], index) => directory.setLicense(userId, target).finally(leave[index])),
  );
};
const allToPro = (users: readonly string[]) => setTogether(users.map((userId) => [userId, to("Pro")]));
const operations = async () => (await chime.calls()).map(({ operation, answer }) => `${operation} ${answer}`);
const codeOf = (result: PromiseSettledResult<unknown>) => (result.status === "fulfilled" ? "done" : result.reason.code);

describe("createUser", () => {
  test("answers the new user with the license it got", async () => {
    expect(await directory.createUser(newEmail())).toEqual({ userId: expect.any(String), license: "Basic" });
    expect(await operations()).toEqual(["CreateUser 201"]);
  });

  test.each([
    ["a dropped socket after the commit", { effect: "drop", commit: true }, "CreateUser dropped"],
    ["a 500 after the commit", { effect: "fail", status: 500, commit: true }, "CreateUser 500"],
    ["a hang after the commit", { effect: "hang", commit: true }, "CreateUser hung"],
  ])("after %s finds the user instead of sending again", async (_, fault, seen) => {
    const email = newEmail();
    await chime.setFaults({ faults: [{ operations: ["CreateUser"], ...fault }] });
    expect(await directory.createUser(email)).toEqual({ userId: expect.any(String) });
    expect(await operations()).toEqual([seen, "ListUsers 200"]);
  });

  test("on a conflict answers the user that has the email", async () => {
    const email = newEmail();
    const { userId } = await directory.createUser(email);
    expect(await directory.createUser(email.toUpperCase())).toEqual({ userId });
  });

  test("on a conflict whose user is not listed yet asks for another try", async () => {
    const email = newEmail();
    await directory.createUser(email);
    await chime.setFaults({ findLagMs: 60_000 });
    await expect(directory.createUser(email)).rejects.toMatchObject({ code: "DirectoryUnavailable" });
  });

  test.each([
    [429, "DirectoryThrottled"],
    [503, "DirectoryUnavailable"],
    [403, "DirectoryAccessDenied"],
  ])("answers %d as %s where nobody was created", async (status, code) => {
    await chime.setFaults({ faults: [{ operations: ["CreateUser"], effect: "fail", status }] });
    await expect(directory.createUser(newEmail())).rejects.toMatchObject({ retryable: true, code });
  });

  test("a rejection is permanent and looks nobody up", async () => {
    await expect(directory.createUser("no-dot@example")).rejects.toMatchObject({ code: "DirectoryRejected" });
    expect(await operations()).toEqual(["CreateUser 400"]);
  });
});

describe("findUserByEmail", () => {
  test("finds in whatever case and with blanks around", async () => {
    const email = newEmail();
    const { userId } = await directory.createUser(email.toUpperCase());
    expect(await directory.findUserByEmail(email)).toEqual({ userId, license: "Basic" });
    expect(await directory.findUserByEmail(newEmail())).toBeUndefined();
  });

  test("fails as the table says", async () => {
    await chime.setFaults({ faults: [{ effect: "fail", status: 401 }] });
    await expect(directory.findUserByEmail(newEmail())).rejects.toMatchObject({ code: "DirectoryAccessDenied" });
  });
});

describe("setLicense", () => {
  test("one alone goes as UpdateUser", async () => {
    const [userId = ""] = await newUsers(1);
    await directory.setLicense(userId, to("Pro"));
    expect(await operations()).toEqual(["UpdateUser 200"]);
  });

  test.each([
    [20, [20]],
    [21, [20, 1]],
    [41, [20, 20, 1]],
  ])("%d at once share calls of at most 20", async (count, sizes) => {
    const users = await newUsers(count);
    await allToPro(users);
    const calls = await chime.calls();
    expect(calls.map(({ userIds }) => userIds.length).sort((a, b) => b - a)).toEqual(sizes);
  });

  test("two of 25 users each, one after the other, still become one entry a user", async () => {
    const users = await newUsers(25);
    await setTogether(["1", "2"].flatMap((version) => users.map((userId) => [userId, to("Pro", version)] as const)));
    const calls = await chime.calls();
    expect(calls.map(({ userIds }) => userIds.length).sort((a, b) => b - a)).toEqual([20, 5]);
  });

  test("waits for everybody who joined, until he asks or leaves", async () => {
    const [first = "", second = ""] = await newUsers(2);
    const [leaveFirst, leaveSecond, leaveThird] = [directory.join(), directory.join(), directory.join()];
    const done = Promise.all([directory.setLicense(first, to("Pro")), directory.setLicense(second, to("Basic"))]);
    expect(await chime.calls()).toEqual([]);
    leaveThird();
    await done;
    expect(await operations()).toEqual(["BatchUpdateUser 200"]);
    leaveFirst();
    leaveSecond();
  });

  test("goes without who takes too long", async () => {
    let ring = () => {};
    const timer = (_: number, callBack: () => void) => {
      ring = callBack;
      return () => {};
    };
    const patient = directoryOf(chime.client, timer);
    const [userId = ""] = await newUsers(1);
    patient.join();
    patient.join();
    const done = patient.setLicense(userId, to("Pro"));
    ring();
    await done;
    expect(await operations()).toEqual(["UpdateUser 200"]);
  });

  test("two for one user become one entry, the newest one, and both are told so", async () => {
    const [first = "", second = ""] = await newUsers(2);
    const results = await setTogether([
      [first, to("Pro", "2")],
      [second, to("Basic")],
      [first, to("Basic", "1")],
    ]);
    expect(results).toMatchObject([to("Pro", "2"), to("Basic"), to("Pro", "2")].map((value) => ({ value })));
    expect(await chime.calls()).toMatchObject([{ operation: "BatchUpdateUser", userIds: [first, second] }]);
    const { User } = await chime.client.send(new GetUserCommand({ AccountId: ACCOUNT.accountId, UserId: first }));
    expect(User?.LicenseType).toBe("Pro");
  });

  test("users that UserErrors lists fail alone: 7 of 20", async () => {
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

  test("an error of somebody who was not asked for may be anybody's: the others are asked for one by one", async () => {
    const users = await newUsers(3);
    const { client } = chime;
    const UserErrors = [{ UserId: users[0], ErrorCode: "NotFound" }, { ErrorCode: "Throttled" }];
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) =>
          commandName === "BatchUpdateUserCommand"
            ? { output: { $metadata: {}, UserErrors }, response: {} }
            : next(args),
      { step: "serialize", name: "strange answer" },
    );
    const results = await allToPro(users);
    client.middlewareStack.remove("strange answer");
    expect(results.map(codeOf)).toEqual(["DirectoryUserMissing", "done", "done"]);
    expect(await operations()).toEqual(["UpdateUser 200", "UpdateUser 200"]);
  });

  test.each([400, 404])("a whole-request %d falls back to single calls, so that the good ones land", async (status) => {
    const users = await newUsers(3);
    await chime.setFaults({ faults: [{ operations: ["BatchUpdateUser"], effect: "fail", status }] });
    const results = await allToPro([...users, "nobody"]);
    expect(results.map(codeOf)).toEqual(["done", "done", "done", "DirectoryUserMissing"]);
  });

  test("a whole-request failure that time may mend fails them all, without single calls", async () => {
    const users = await newUsers(3);
    await chime.setFaults({ faults: [{ operations: ["BatchUpdateUser"], effect: "fail", status: 503 }] });
    const results = await allToPro(users);
    expect(results.map(codeOf)).toEqual(Array(3).fill("DirectoryUnavailable"));
    expect(new Set(await operations())).toEqual(new Set(["BatchUpdateUser 503"]));
  });
});

test("a directory that nobody listens at is unavailable", async () => {
  const client = new ChimeClient({
    region: "us-east-1",
    endpoint: "http://127.0.0.1:1",
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
    maxAttempts: 1,
  });
  const nobody = directoryOf(client);
  await expect(nobody.createUser("a@example.com")).rejects.toMatchObject({ code: "DirectoryUnavailable" });
});
