import { CreateUserCommand, GetUserCommand } from "@aws-sdk/client-chime";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { suspension } from "../../../../adapters/directories/chime/suspension.ts";
import { ACCOUNT, emulatorForTest } from "../../../support/chime-emulator.ts";

const OIDC = { ...ACCOUNT, accountId: "account-2", accountType: "EnterpriseOIDC" } as const;
const NEVER = new AbortController().signal;
const AccountId = ACCOUNT.accountId;
let chime: Awaited<ReturnType<typeof emulatorForTest>>;
let number = 0;

beforeAll(async () => {
  chime = await emulatorForTest(ACCOUNT, OIDC);
});
beforeEach(() => chime.reset());
afterAll(() => chime.close());

const directory = (signal = NEVER, accountId: string = AccountId) => suspension(chime.client, accountId, signal);
const newUser = async (): Promise<string> => {
  const create = new CreateUserCommand({ AccountId, Email: `leaver.${++number}@example.com` });
  const { User } = await chime.client.send(create);
  await chime.reset();
  return User?.UserId ?? "";
};
const statusOf = async (UserId: string) =>
  (await chime.client.send(new GetUserCommand({ AccountId, UserId }))).User?.UserRegistrationStatus;
const operations = async () => (await chime.calls()).map(({ operation, response }) => `${operation} ${response}`);

test("suspends a user, and only then signs her out, since a session outlives the suspension", async () => {
  const id = await newUser();
  await directory().deactivate(id);
  expect(await operations()).toEqual(["BatchSuspendUser 200", "LogoutUser 204"]);
  expect(await statusOf(id)).toBe("Suspended");
});

test("may suspend and take back as often as it likes", async () => {
  const id = await newUser();
  for (const _ of [1, 2]) await directory().deactivate(id);
  for (const _ of [1, 2]) await directory().reactivate(id);
  expect(await statusOf(id)).not.toBe("Suspended");
});

describe("fails if the user", () => {
  test.each([
    ["NotFound", "DirectoryUserMissing", false],
    ["Throttled", "DirectoryThrottled", true],
    ["ServiceFailure", "DirectoryUnavailable", true],
    ["Forbidden", "DirectoryAccessDenied", true],
  ])("is refused with %s, as %s", async (errorCode, code, retryable) => {
    const id = await newUser();
    await chime.setFaults({ faults: [{ userErrors: { [id]: errorCode } }] });
    await expect(directory().deactivate(id)).rejects.toMatchObject({ code, retryable });
    await expect(directory().reactivate(id)).rejects.toMatchObject({ code, retryable });
    expect(await operations()).toEqual(["BatchSuspendUser 200", "BatchUnsuspendUser 200"]);
  });

  test("is unknown", async () => {
    await expect(directory().deactivate("nobody")).rejects.toMatchObject({ code: "DirectoryUserMissing" });
  });

  test("cannot be signed out, so that another try does it", async () => {
    const id = await newUser();
    await chime.setFaults({ faults: [{ operations: ["LogoutUser"], effect: "fail", status: 503, times: 1 }] });
    await expect(directory().deactivate(id)).rejects.toMatchObject({ code: "DirectoryUnavailable", retryable: true });
    await directory().deactivate(id);
    expect((await operations()).at(-1)).toBe("LogoutUser 204");
  });
});

test("an account of a type that suspends nobody denies it: its stage must say `suspend: false`", async () => {
  const failure = { code: "DirectoryAccessDenied", message: "BatchSuspendUser failed with ForbiddenException" };
  await expect(directory(NEVER, OIDC.accountId).deactivate("anybody")).rejects.toMatchObject(failure);
});

test("sends nothing after the deadline", async () => {
  const late = directory(AbortSignal.abort());
  for (const call of [late.deactivate("x"), late.reactivate("x")])
    await expect(call).rejects.toMatchObject({ code: "DeadlineExceeded" });
  expect(await chime.calls()).toEqual([]);
});
