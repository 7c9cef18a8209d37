import { describe, expect, test } from "vitest";
import { adoptAccount } from "../../../domain/accounts/adopt-account.ts";
import type { AccountLink } from "../../../domain/accounts/link.ts";
import { hired, NOW } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";

const ACCOUNT = { id: "U9" };

/** The record of a hire, with this link. */
const hiredWith = async (link: AccountLink = {}) => {
  const memory = inMemoryDependencies();
  const { employees, now, signal } = memory.dependencies;
  const record = { ...(await employees.fold(hired(), NOW)).record, link };
  memory.records.set("E1", record);
  return { ...memory, employees, now, signal, record, stored: () => memory.records.get("E1")?.link };
};

test("links the account before it claims it", async () => {
  const { employees, now, signal, record, claims, stored } = await hiredWith();
  await adoptAccount(
    { now, signal, employees: { ...employees, claim: () => Promise.reject(new Error("killed")) } },
    record,
    ACCOUNT,
  ).catch(() => {});
  expect(stored()).toEqual({ candidateId: "U9" });
  expect(claims.size).toBe(0);
  await adoptAccount({ employees, now, signal }, record, ACCOUNT);
  expect(claims.get("U9")?.ownerId).toBe("E1");
});

test("claims no account if another event has linked another one meanwhile", async () => {
  const { employees, now, signal, record, records, claims } = await hiredWith();
  records.set("E1", { ...record, link: { candidateId: "U8" } });
  await expect(adoptAccount({ employees, now, signal }, record, ACCOUNT)).rejects.toMatchObject({
    code: "CreationInProgress",
    message: "another event of this employee got a user in the meantime",
  });
  expect(claims.size).toBe(0);
});

describe("a candidate", () => {
  test("is claimed without linking it again", async () => {
    const { employees, now, signal, record, claims } = await hiredWith({ candidateId: "U9" });
    const linkCandidate = () => Promise.reject(new Error("linked again"));
    await adoptAccount({ now, signal, employees: { ...employees, linkCandidate } }, record, ACCOUNT);
    expect(claims.get("U9")?.ownerId).toBe("E1");
  });

  test("is unlinked if it is another employee's", async () => {
    const { employees, now, signal, record, claims, stored } = await hiredWith({ candidateId: "U9" });
    claims.set("U9", { ownerId: "E2" });
    await expect(adoptAccount({ employees, now, signal }, record, ACCOUNT)).rejects.toMatchObject({
      code: "UserOwnedByAnotherEmployee",
    });
    expect(stored()).toEqual({});
  });

  test("stays linked if its owner is unknown", async () => {
    const { employees, now, signal, record, stored } = await hiredWith({ candidateId: "U9" });
    const claim = () => Promise.reject(new Error("no response"));
    await expect(adoptAccount({ now, signal, employees: { ...employees, claim } }, record, ACCOUNT)).rejects.toThrow(
      "no response",
    );
    expect(stored()).toEqual({ candidateId: "U9" });
  });
});

test("claims nothing when the time is up", async () => {
  const { employees, now, record, claims } = await hiredWith({ candidateId: "U9" });
  const late = { employees, now, signal: { aborted: true } };
  await expect(adoptAccount(late, record, ACCOUNT)).rejects.toMatchObject({ code: "DeadlineExceeded" });
  expect(claims.size).toBe(0);
});
