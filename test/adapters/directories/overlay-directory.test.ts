import { expect, test } from "vitest";
import { overlayDirectory } from "../../../adapters/directories/overlay-directory.ts";
import type { Account } from "../../../domain/accounts/directory.ts";

const ANA = { id: "U1", license: "Pro", active: true };

/** Over a directory in which ana has U1. `asked` are the emails that it was asked for. */
const overlay = (options: Parameters<typeof overlayDirectory>[1] = {}) => {
  const asked: string[] = [];
  const find = async (email: string): Promise<Account | undefined> => {
    asked.push(email);
    return email === "ana@example.com" ? ANA : undefined;
  };
  return { asked, directory: overlayDirectory({ find }, options) };
};
const person = (email: string) => ({ employeeId: "E1", email });

test("an email is asked for once, and shows what was changed here", async () => {
  const { asked, directory } = overlay();
  expect(await directory.find("ana@example.com")).toEqual(ANA);
  await directory.change("U1", { license: "Basic" });
  await directory.deactivate("U1");
  expect(await directory.find("ana@example.com")).toEqual({ id: "U1", license: "Basic", active: false });
  expect(asked).toEqual(["ana@example.com"]);
});

test("an account that was never seen can be changed, and shows its drift once it is found", async () => {
  const { asked, directory } = overlay();
  await directory.reactivate("U1");
  expect(asked).toEqual([]);
  expect(await directory.find("ana@example.com")).toEqual({ id: "U1", license: "Pro", active: true });
});

test("an account that was created here is found here, and one that was there already is told from it", async () => {
  const { directory } = overlay();
  const { id } = await directory.create(person("eva@example.com"), "Pro");
  expect([directory.isNew(id), await directory.find("eva@example.com")]).toEqual([true, { id }]);
  expect(await directory.create(person("ana@example.com"), "Pro")).toEqual({ id: "U1", found: true });
  expect(directory.isNew("U1")).toBe(false);
});

test("an account that was renamed has its new email alone", async () => {
  const { directory } = overlay();
  await directory.change("U1", { profile: { email: "ana.diaz@example.com" } });
  expect(await directory.find("ana.diaz@example.com")).toMatchObject({ id: "U1" });
  expect(await directory.find("ana@example.com")).toBeUndefined();
});

test("an email that another account has is refused, and can be tried again", async () => {
  const { directory } = overlay();
  const { id } = await directory.create(person("eva@example.com"), "Pro");
  await expect(directory.change(id, { profile: { email: "ana@example.com" } })).rejects.toMatchObject({
    code: "DirectoryUnavailable",
    retryable: true,
  });
});

test("where accounts come by invitation, whoever has none is invited", async () => {
  const { directory } = overlay({ invites: true });
  await expect(directory.create(person("eva@example.com"), "Pro")).rejects.toMatchObject({ code: "InvitationPending" });
  expect(await directory.create(person("ana@example.com"), "Pro")).toMatchObject({ id: "U1" });
});
