import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withAccountType } from "../../../config/chime-account-type.ts";
import { loadDirectoryFile } from "../../../config/load-stage.ts";
import type { ChimeAccountType } from "../../../domain/accounts/directory-file.ts";
import { connectDirectory } from "../../../runtime/directories/chime.ts";
import { ACCOUNT, emulatorForTest } from "../../support/chime-emulator.ts";

const CONFIG = `${import.meta.dirname}/../../../config`;
const ANA = { employeeId: "E1", email: "ana@example.com" };

let chime: Awaited<ReturnType<typeof emulatorForTest>>;
beforeEach(async () => {
  chime = await emulatorForTest({ ...ACCOUNT, accountType: "Team" }, { ...ACCOUNT, accountId: "account-2" });
  vi.stubEnv("AWS_ENDPOINT_URL_CHIME", chime.endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await chime.close();
});

const connected = (type: ChimeAccountType, accountId: string) => {
  vi.stubEnv("CHIME_ACCOUNT_ID", accountId);
  const open = connectDirectory(withAccountType(loadDirectoryFile(CONFIG, "chime"), type));
  return open({ members: 1, remainingMs: 30_000, signal: new AbortController().signal });
};
const operations = async () => (await chime.calls()).map(({ operation, response }) => `${operation} ${response}`);

test.each([
  ["Team", "account-1", ["InviteUsers 201", "ListUsers 200"]],
  ["EnterpriseLWA", "account-2", ["CreateUser 201"]],
] as const)("a stage whose account is of the type %s gets new users its way", async (type, accountId, calls) => {
  await connected(type, accountId).create(ANA, "Basic");
  expect(await operations()).toEqual(calls);
});

test("an invitation is not sent again within a try", async () => {
  await chime.setFaults({ faults: [{ operations: ["InviteUsers"], effect: "fail", status: 500 }] });
  const failure = { code: "DirectoryUnavailable" };
  await expect(connected("Team", "account-1").create(ANA, "Basic")).rejects.toMatchObject(failure);
  expect(await operations()).toEqual(["InviteUsers 500", "ListUsers 200"]);
});
