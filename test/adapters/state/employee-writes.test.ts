import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { employeesTable } from "../../../adapters/state/employees-table.ts";
import { CLAIM_FENCE_MS } from "../../../domain/accounts/link.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import type { Employees } from "../../../domain/employees.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";
import { hired, NOW, roleChanged } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";
import { FORMAT_2 } from "./old-items.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let table: Employees;
let number = 0;

beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
  table = employeesTable(dynamoDb.document, "employees");
});
afterAll(() => dynamoDb.close());

const itemOf = async (employeeId: string) =>
  (await dynamoDb.document.send(new GetCommand({ TableName: "employees", Key: { employeeId } }))).Item;
const later = (ms: number) => new Date(NOW.getTime() + ms);
const owned = { code: "UserOwnedByAnotherEmployee" };

/** The table, and what stands in for it in other tests: both keep the same promises. */
describe.each(["the employees table", "the employees in memory"])("%s", (what) => {
  const inMemory = inMemoryDependencies().dependencies.employees;
  const employees = () => (what === "the employees table" ? table : inMemory);
  const fresh = () => {
    number += 1;
    return { employeeId: `E${number}`, accountId: `U${number}` };
  };
  const hire = async (employeeId = fresh().employeeId) => (await employees().fold(hired({ employeeId }), NOW)).record;
  const read = async (employeeId: string): Promise<EmployeeRecord> =>
    (await employees().read(employeeId)) ?? Promise.reject(new Error(`nothing is known of ${employeeId}`));
  const linkOf = async (employeeId: string) => (await read(employeeId)).link;
  /** Somebody with an account that is hers. */
  const withAccount = async () => {
    const { employeeId, accountId } = fresh();
    const record = await hire(employeeId);
    await employees().claim(accountId, employeeId, NOW);
    await employees().save(record, { ...record, link: { accountId }, revision: record.revision + 1 });
    return { employeeId, accountId };
  };

  describe("save", () => {
    test("writes all of a record, and takes away what it has no more", async () => {
      const record = await hire();
      const waiting = { because: "AddressInUse", since: NOW.toISOString(), until: NOW.toISOString() } as const;
      const applied = { license: "Pro", active: true, entitled: true, state: 1, at: NOW.toISOString() } as const;
      const whole = { ...record, link: { accountId: "U" }, waiting, applied, revision: record.revision + 1 };
      expect(await employees().save(record, whole)).toBe(true);
      expect(await employees().read(record.employeeId)).toEqual(whole);
      const { waiting: _, applied: __, ...less } = { ...whole, revision: whole.revision + 1 };
      expect(await employees().save(whole, less)).toBe(true);
      expect(await employees().read(record.employeeId)).toEqual(less);
    });

    test("fails if anything was folded since", async () => {
      const record = await hire();
      await employees().fold(roleChanged({ employeeId: record.employeeId }), NOW);
      expect(await employees().save(record, { ...record, cancelled: ["x"], revision: record.revision + 1 })).toBe(
        false,
      );
      expect((await read(record.employeeId)).cancelled).toEqual([]);
    });

    test("leaves the links that others wrote meanwhile", async () => {
      const record = await hire();
      await employees().linkCandidate(record, "U-candidate");
      await employees().save(record, { ...record, link: { accountId: "U-confirmed" }, revision: record.revision + 1 });
      const link = { candidateId: "U-candidate", accountId: "U-confirmed" };
      expect(await linkOf(record.employeeId)).toEqual(link);
    });

    test("brings no account back that was unlinked meanwhile", async () => {
      const { employeeId, accountId } = await withAccount();
      const before = await read(employeeId);
      await employees().unlink(employeeId, accountId);
      expect(await employees().save(before, { ...before, revision: before.revision + 1 })).toBe(false);
      expect(await linkOf(employeeId)).toEqual({});
    });
  });

  describe("claim", () => {
    test("binds an account to one employee, who may claim it repeatedly", async () => {
      const { accountId } = fresh();
      for (const _ of [1, 2]) await employees().claim(accountId, "A", NOW);
      await expect(employees().claim(accountId, "B", NOW)).rejects.toMatchObject(owned);
    });

    test("lets one of many concurrent employees win", async () => {
      const { accountId } = fresh();
      const claims = Array.from({ length: 10 }, (_, index) => employees().claim(accountId, `E${index}`, NOW));
      const results = await Promise.allSettled(claims);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });
  });

  describe("a claim that is held for a release", () => {
    test("passes on once it was let go, two minutes after it was held last", async () => {
      const { employeeId, accountId } = await withAccount();
      expect(await employees().holdClaim(accountId, employeeId, NOW)).toBe(true);
      await employees().letGo(accountId, employeeId);
      await expect(employees().claim(accountId, "B", later(CLAIM_FENCE_MS - 1))).rejects.toMatchObject(owned);
      await employees().claim(accountId, "B", later(CLAIM_FENCE_MS));
      await expect(employees().claim(accountId, employeeId, later(10 * CLAIM_FENCE_MS))).rejects.toMatchObject(owned);
    });

    test("passes on to nobody as long as it is not let go", async () => {
      const { employeeId, accountId } = await withAccount();
      await employees().holdClaim(accountId, employeeId, NOW);
      await expect(employees().claim(accountId, "B", later(10 * CLAIM_FENCE_MS))).rejects.toMatchObject(owned);
    });

    test("is fenced anew when it is held again", async () => {
      const { employeeId, accountId } = await withAccount();
      await employees().holdClaim(accountId, employeeId, NOW);
      await employees().letGo(accountId, employeeId);
      await employees().holdClaim(accountId, employeeId, later(CLAIM_FENCE_MS));
      await expect(employees().claim(accountId, "B", later(9 * CLAIM_FENCE_MS))).rejects.toMatchObject(owned);
      await employees().letGo(accountId, employeeId);
      await expect(employees().claim(accountId, "B", later(2 * CLAIM_FENCE_MS - 1))).rejects.toMatchObject(owned);
      await employees().claim(accountId, "B", later(2 * CLAIM_FENCE_MS));
    });

    test("is hers again at once if she claims it, and a late call of the release lets go of nothing", async () => {
      const { employeeId, accountId } = await withAccount();
      await employees().holdClaim(accountId, employeeId, NOW);
      await employees().letGo(accountId, employeeId);
      await employees().claim(accountId, employeeId, NOW);
      await employees().letGo(accountId, employeeId);
      await expect(employees().claim(accountId, "B", later(10 * CLAIM_FENCE_MS))).rejects.toMatchObject(owned);
    });

    test("marks the record, and also if the account is another's by now", async () => {
      const { employeeId, accountId } = await withAccount();
      await employees().holdClaim(accountId, employeeId, NOW);
      expect(await linkOf(employeeId)).toEqual({ accountId, releasedAt: NOW.toISOString() });
      await employees().letGo(accountId, employeeId);
      await employees().claim(accountId, "B", later(CLAIM_FENCE_MS));
      expect(await employees().holdClaim(accountId, employeeId, later(CLAIM_FENCE_MS))).toBe(false);
      await employees().letGo(accountId, employeeId);
      await expect(employees().claim(accountId, "C", later(10 * CLAIM_FENCE_MS))).rejects.toMatchObject(owned);
    });

    test("is made if nobody had made it: whoever linked the account may have died before", async () => {
      const record = await hire();
      const { accountId } = fresh();
      await employees().linkCandidate(record, accountId);
      expect(await employees().holdClaim(accountId, record.employeeId, NOW)).toBe(true);
      await expect(employees().claim(accountId, "B", later(10 * CLAIM_FENCE_MS))).rejects.toMatchObject(owned);
      await employees().letGo(accountId, record.employeeId);
      await employees().claim(accountId, "B", later(CLAIM_FENCE_MS));
    });
  });

  describe("markCreatePending", () => {
    test("keeps every email that a creation may have used, and its time", async () => {
      const { employeeId } = await hire();
      const first = { createPending: { emails: ["a@example.com"], at: NOW.toISOString() } };
      expect(await employees().markCreatePending(employeeId, "a@example.com", NOW)).toEqual(first);
      const { createPending } = await employees().markCreatePending(employeeId, "b@example.com", NOW);
      expect(createPending?.emails.toSorted()).toEqual(["a@example.com", "b@example.com"]);
      expect(await linkOf(employeeId)).toEqual({ createPending });
    });

    test("marks nothing if the employee has an account already", async () => {
      const record = await hire();
      await employees().linkCandidate(record, "user-3");
      const link = { candidateId: "user-3" };
      expect(await employees().markCreatePending(record.employeeId, "a@example.com", NOW)).toEqual(link);
      expect(await linkOf(record.employeeId)).toEqual(link);
    });
  });

  describe("markInvited", () => {
    const invited = (email: string) => ({ email, at: NOW.toISOString() });

    test("keeps the last invitation, and leaves the record as it is", async () => {
      const record = await hire();
      await employees().markInvited(record.employeeId, "a@example.com", NOW);
      await employees().markInvited(record.employeeId, "b@example.com", NOW);
      expect(await read(record.employeeId)).toEqual({ ...record, link: { invited: invited("b@example.com") } });
    });

    test("survives whatever is saved, until the account is lost", async () => {
      const record = await hire();
      await employees().markInvited(record.employeeId, "a@example.com", NOW);
      await employees().save(record, { ...record, link: { accountId: "U" }, revision: record.revision + 1 });
      expect(await linkOf(record.employeeId)).toEqual({ accountId: "U", invited: invited("a@example.com") });
      await employees().forgetLost(record.employeeId, "U");
      expect(await linkOf(record.employeeId)).toEqual({ lostId: "U" });
    });

    test("makes no record of somebody unknown", async () => {
      await employees().markInvited("nobody", "a@example.com", NOW);
      expect(await employees().read("nobody")).toBeUndefined();
    });
  });

  describe("linkCandidate", () => {
    test("links an account, the same one repeatedly, but no other", async () => {
      const record = await hire();
      expect(await employees().linkCandidate(record, "user-4")).toBe(true);
      expect(await employees().linkCandidate(record, "user-4")).toBe(true);
      expect(await employees().linkCandidate(record, "user-5")).toBe(false);
      expect((await linkOf(record.employeeId)).candidateId).toBe("user-4");
    });

    test("fails if the employee has another account", async () => {
      const { employeeId } = await withAccount();
      expect(await employees().linkCandidate(await read(employeeId), "user-9")).toBe(false);
    });

    test("fails if a creation was marked since the record was read", async () => {
      const record = await hire();
      await employees().markCreatePending(record.employeeId, "a@example.com", NOW);
      expect(await employees().linkCandidate(record, "user-6")).toBe(false);
      expect(await employees().linkCandidate(await read(record.employeeId), "user-6")).toBe(true);
    });
  });

  describe("unlink and forgetLost", () => {
    /** Somebody with a confirmed account, and with a candidate that is perhaps another one. */
    const withBoth = async (candidateId: string) => {
      const record = await hire();
      await employees().linkCandidate(record, candidateId);
      await employees().save(record, { ...record, link: { accountId: "U-confirmed" }, revision: record.revision + 1 });
      return record.employeeId;
    };
    const both = { candidateId: "U-candidate", accountId: "U-confirmed" };

    test.each<[accountId: string, link: object]>([
      ["U-candidate", { accountId: "U-confirmed" }],
      ["U-confirmed", { candidateId: "U-candidate" }],
      ["U-other", both],
    ])("of %s take this account away, and no other", async (accountId, link) => {
      const employeeId = await withBoth("U-candidate");
      await employees().unlink(employeeId, accountId);
      expect(await linkOf(employeeId)).toEqual(link);
      const other = await withBoth("U-candidate");
      await employees().forgetLost(other, accountId);
      const { lostId: _, ...kept } = await linkOf(other);
      expect(kept).toEqual(link);
    });

    test("take it away if it is both", async () => {
      const employeeId = await withBoth("U-confirmed");
      await employees().forgetLost(employeeId, "U-confirmed");
      expect(await linkOf(employeeId)).toEqual({ lostId: "U-confirmed" });
    });

    test("make room for another candidate", async () => {
      const record = await hire();
      await employees().linkCandidate(record, "user-7");
      await employees().unlink(record.employeeId, "user-7");
      expect(await employees().linkCandidate(await read(record.employeeId), "user-8")).toBe(true);
    });

    test("give up her own claim, and nobody else's", async () => {
      const { employeeId, accountId } = await withAccount();
      await employees()
        .forgetLost("nobody-else", accountId)
        .catch(() => {});
      await expect(employees().claim(accountId, "B", NOW)).rejects.toMatchObject(owned);
      await employees().forgetLost(employeeId, accountId);
      await employees().claim(accountId, "B", NOW);
    });
  });
});

test("a late call of the release leaves nothing at a claim that is hers again", async () => {
  await table.fold(hired({ employeeId: "again" }), NOW);
  await table.holdClaim("U-again", "again", NOW);
  await table.claim("U-again", "again", NOW);
  await table.letGo("U-again", "again");
  expect(await itemOf("user#U-again")).toEqual({ employeeId: "user#U-again", ownerId: "again" });
});

test("links are written into an item of an old format, too, and its next save makes it a whole new one", async () => {
  const employeeId = "old";
  await dynamoDb.document.send(new PutCommand({ TableName: "employees", Item: { ...FORMAT_2, employeeId } }));
  await table.holdClaim("U1", employeeId, NOW);
  const record = await table.read(employeeId);
  if (record === undefined) throw new Error("it is gone");
  expect(record.link).toMatchObject({ accountId: "U1", releasedAt: NOW.toISOString() });
  expect(await table.save(record, { ...record, revision: record.revision + 1 })).toBe(true);
  expect(await itemOf(employeeId)).toMatchObject({ formatVersion: 3, releasedAt: NOW.toISOString() });
  expect(await table.read(employeeId)).toEqual({ ...record, revision: record.revision + 1 });
});
