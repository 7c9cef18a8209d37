import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { employeesTable } from "../../../adapters/state/employees-table.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import { foldEvent } from "../../../domain/facts/fold-event.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import type { Employees } from "../../../domain/ports.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";
import { hired, roleChanged } from "../../support/hr-events.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let employees: Employees;
let number = 0;

beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
  employees = employeesTable(dynamoDb.document, "employees");
});
afterAll(() => dynamoDb.close());

const somebody = () => `E${++number}`;
const confirmed = (record: EmployeeRecord): EmployeeRecord => ({
  ...record,
  userId: "U1",
  applied: { license: "Pro", version: record.version },
  revision: record.revision + 1,
});

describe("fold", () => {
  const later = roleChanged({ id: "change-2", effectiveAt: "2026-04-01T00:00:00.000Z" });
  test.each<[string, HrEvent[]]>([
    ["a first event", [hired()]],
    ["a later fact", [hired(), roleChanged()]],
    ["a duplicate", [hired(), hired()]],
    ["an older fact", [roleChanged(), hired()]],
    ["facts in the worst order", [later, roleChanged(), hired(), later]],
    ["a reused ID", [hired(), hired({ digest: "other", effectiveAt: "2026-05-01T00:00:00.000Z" })]],
    ["an overtaken ID, reused later", [hired(), roleChanged(), hired({ effectiveAt: "2026-05-01T00:00:00.000Z" })]],
    ["a display name", [hired({ displayName: "Ana Diaz" })]],
  ])("does what foldEvent says on %s", async (_, events) => {
    const employeeId = somebody();
    let expected: EmployeeRecord | undefined;
    for (const event of events.map((each) => ({ ...each, employeeId }))) {
      const specified = foldEvent(expected, event);
      expect(await employees.fold(event)).toEqual(specified);
      expected = specified.record;
    }
    expect(await employees.read(employeeId)).toEqual(expected);
  });

  test("of many events at once ends with the newest, and one of each is newer or stale", async () => {
    const employeeId = somebody();
    const events = Array.from({ length: 20 }, (_, day) =>
      roleChanged({ employeeId, id: `c${day}`, effectiveAt: new Date(Date.UTC(2026, 2, day + 1)).toISOString() }),
    );
    const folds = await Promise.all(events.map((event) => employees.fold(event)));
    expect(folds.every(({ verdict }) => verdict === "newer" || verdict === "stale")).toBe(true);
    expect((await employees.read(employeeId)).eventId).toBe("c19");
  });
});

describe("confirm", () => {
  test("writes the user, the license and the decisions", async () => {
    const { record } = await employees.fold(hired({ employeeId: somebody() }));
    expect(await employees.confirm(record, confirmed(record))).toBe(true);
    expect(await employees.read(record.employeeId)).toEqual(confirmed(record));
  });

  test("refuses where a newer fact came between", async () => {
    const employeeId = somebody();
    const { record } = await employees.fold(hired({ employeeId }));
    await employees.fold(roleChanged({ employeeId }));
    expect(await employees.confirm(record, confirmed(record))).toBe(false);
    expect((await employees.read(employeeId)).applied).toBeUndefined();
  });
});

describe("claimUser", () => {
  test("binds a user to one employee, again and again to the same one", async () => {
    await employees.claimUser("user-1", "E1");
    await expect(employees.claimUser("user-1", "E1")).resolves.toBeUndefined();
    await expect(employees.claimUser("user-1", "E2")).rejects.toMatchObject({ code: "UserOwnedByAnotherEmployee" });
  });

  test("lets one of many win", async () => {
    const claims = Array.from({ length: 10 }, (_, index) => employees.claimUser("user-2", `E${index}`));
    const results = await Promise.allSettled(claims);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("markCreatePending", () => {
  const at = new Date("2026-06-01T12:00:00.000Z");

  test("remembers every email that a user was to be created with, and when", async () => {
    const { record } = await employees.fold(hired({ employeeId: somebody() }));
    expect(await employees.markCreatePending(record.employeeId, "a@example.com", at)).toEqual({
      emails: ["a@example.com"],
    });
    const { emails } = await employees.markCreatePending(record.employeeId, "b@example.com", at);
    expect([...emails].sort()).toEqual(["a@example.com", "b@example.com"]);
    expect(await employees.read(record.employeeId)).toMatchObject({
      creationEmails: new Set(["a@example.com", "b@example.com"]),
      creationNotedAt: at.toISOString(),
    });
  });

  test("notes nothing where the employee has a user by now", async () => {
    const { record } = await employees.fold(hired({ employeeId: somebody() }));
    await employees.linkUser(record, "user-3");
    expect(await employees.markCreatePending(record.employeeId, "a@example.com", at)).toMatchObject({
      userId: "user-3",
    });
    expect(await employees.read(record.employeeId)).not.toHaveProperty("creationNotedAt");
  });
});

describe("linkUser", () => {
  const at = new Date("2026-06-01T12:00:00.000Z");
  const somebodyHired = async () => (await employees.fold(hired({ employeeId: somebody() }))).record;

  test("links a user, again and again the same one, and no other", async () => {
    const record = await somebodyHired();
    expect(await employees.linkUser(record, "user-4")).toBe(true);
    expect(await employees.linkUser(record, "user-4")).toBe(true);
    expect(await employees.linkUser(record, "user-5")).toBe(false);
    expect((await employees.read(record.employeeId)).linkedUserId).toBe("user-4");
  });

  test("can be taken back, and only by who made it", async () => {
    const record = await somebodyHired();
    await employees.linkUser(record, "user-7");
    await employees.unlinkUser(record.employeeId, "user-8");
    expect((await employees.read(record.employeeId)).linkedUserId).toBe("user-7");
    await employees.unlinkUser(record.employeeId, "user-7");
    expect(await employees.linkUser(record, "user-8")).toBe(true);
  });

  test("refuses where the employee has another user", async () => {
    const record = await somebodyHired();
    await employees.confirm(record, confirmed(record));
    expect(await employees.linkUser(record, "user-9")).toBe(false);
  });

  test("refuses where a creation was noted since the record was read", async () => {
    const record = await somebodyHired();
    await employees.markCreatePending(record.employeeId, "a@example.com", at);
    expect(await employees.linkUser(record, "user-6")).toBe(false);
    expect(await employees.linkUser(await employees.read(record.employeeId), "user-6")).toBe(true);
  });
});

test("a table that does not answer is a transient failure without content", async () => {
  const missing = employeesTable(dynamoDb.document, "no-such-table");
  const failure = {
    retryable: true,
    code: "StateUnavailable",
    message: "DynamoDB answered ResourceNotFoundException",
  };
  await expect(missing.fold(hired())).rejects.toMatchObject(failure);
  await expect(missing.read("E1")).rejects.toMatchObject(failure);
  await expect(missing.claimUser("u", "E1")).rejects.toMatchObject(failure);
  await expect(employees.read("nobody")).rejects.toMatchObject({ code: "StateUnavailable" });
});
