import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { employeesTable } from "../../../adapters/state/employees-table.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import type { Employees } from "../../../domain/employees.ts";
import { fold } from "../../../domain/facts/fold.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import { parseHrEvent } from "../../../events/parse.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";
import { hireBody } from "../../support/event-bodies.ts";
import { hired, NOW, roleChanged } from "../../support/hr-events.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let employees: Employees;
let number = 0;

beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
  employees = employeesTable(dynamoDb.document, "employees");
});
afterAll(() => dynamoDb.close());

const newEmployeeId = () => `E${++number}`;
const DECISION = {
  eventId: "hire-1",
  eventSource: "/hr",
  eventDigest: "digest of hire-1",
  rule: "managers",
  license: "Pro",
  from: "Basic",
  outcome: "updated",
  at: "2026-06-01T12:00:00.000Z",
} as const;

const confirmed = (record: EmployeeRecord): EmployeeRecord => ({
  ...record,
  link: { ...record.link, accountId: "U1" },
  applied: { license: "Pro", version: record.current.version },
  decisions: [DECISION],
  recentEvents: ["hire-1 /hr"],
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
    ["the same ID from another source", [hired(), hired({ source: "/payroll", digest: "other" })]],
    ["the same ID and content from another source", [hired(), hired({ source: "/payroll" })]],
    ["a display name", [hired({ displayName: "Ana Diaz" })]],
  ])("does the same as the domain's fold for %s", async (_, events) => {
    const employeeId = newEmployeeId();
    let expected: EmployeeRecord | undefined;
    for (const event of events.map((each) => ({ ...each, employeeId }))) {
      const specified = fold(expected, event);
      expect(await employees.fold(event)).toEqual(specified);
      expected = specified.record;
    }
    expect(await employees.read(employeeId)).toEqual(expected);
  });

  test("with many concurrent events ends with the newest, and each is newer or stale", async () => {
    const employeeId = newEmployeeId();
    const events = Array.from({ length: 20 }, (_, day) =>
      roleChanged({ employeeId, id: `c${day}`, effectiveAt: new Date(Date.UTC(2026, 2, day + 1)).toISOString() }),
    );
    const folds = await Promise.all(events.map((event) => employees.fold(event)));
    expect(folds.every(({ verdict }) => verdict === "newer" || verdict === "stale")).toBe(true);
    expect((await employees.read(employeeId)).current.eventId).toBe("c19");
  });
});

describe("fold into a record of the first release, which kept no source", () => {
  const hire = hired({ id: "1", source: "/hr" });
  const dayAfter = { effectiveAt: "2026-03-02T00:00:00.000Z" };
  /** As the first release left it: bare IDs, and versions that end with one. */
  const firstRelease = (record: EmployeeRecord): EmployeeRecord => {
    const { eventSource: _, ...current } = record.current;
    const version = current.version.replace(/ .*/, "");
    return {
      ...record,
      current: { ...current, version },
      recentEvents: record.recentEvents.map((key) => key.replace(/ .*/, "")),
    };
  };
  const stored = async () => {
    const { record } = await employees.fold({ ...hire, employeeId: newEmployeeId() });
    const old = firstRelease(record);
    const key = { TableName: "employees", Key: { employeeId: record.employeeId } };
    const { Item } = await dynamoDb.document.send(new GetCommand(key));
    const { eventSource: _, formatVersion: __, ...item } = { ...Item };
    const { version } = old.current;
    const written = { ...item, version, recentEventIds: old.recentEvents };
    await dynamoDb.document.send(new PutCommand({ TableName: "employees", Item: written }));
    return { old, employeeId: record.employeeId };
  };

  test.each<[string, HrEvent, string]>([
    ["its own event again", hire, "duplicate"],
    [
      "another source's event under the same ID",
      hired({ id: "1", source: "/payroll", digest: "other", ...dayAfter }),
      "newer",
    ],
    [
      "another source's event under the same ID, at the same times",
      hired({ id: "1", source: "/a", digest: "other" }),
      "newer",
    ],
    [
      "an older one of another source",
      hired({ id: "1", source: "/a", digest: "other", publishedAt: "2026-01-01T00:00:00.000Z" }),
      "stale",
    ],
    ["an event whose ID begins with its ID", hired({ id: "10", source: "/hr" }), "newer"],
  ])("takes %s as the domain's fold does", async (_, event, verdict) => {
    const { old, employeeId } = await stored();
    const folded = await employees.fold({ ...event, employeeId });
    expect(folded).toEqual(fold(old, { ...event, employeeId }));
    expect(folded.verdict).toBe(verdict);
  });
});

test("fold leaves a record of a later format as it is", async () => {
  const employeeId = newEmployeeId();
  const key = { TableName: "employees", Key: { employeeId } };
  await employees.fold(hired({ employeeId }));
  const { Item } = await dynamoDb.document.send(new GetCommand(key));
  const later = { ...Item, formatVersion: 3 };
  await dynamoDb.document.send(new PutCommand({ TableName: "employees", Item: later }));
  await expect(employees.fold(roleChanged({ employeeId }))).rejects.toMatchObject({ code: "RecordUnreadable" });
  expect((await dynamoDb.document.send(new GetCommand(key))).Item).toEqual(later);
});

describe("whatever passes the schema can be stored:", () => {
  const character = "\u{1f642}";
  const longText = character.repeat(256);
  const attributesOf = (value: unknown) =>
    Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}`.padStart(256, "a"), value]));
  const largest = {
    email: `${"x".repeat(64)}@${`${"b".repeat(61)}.`.repeat(3)}com`,
    displayName: longText,
    role: {
      title: longText,
      department: longText,
      level: Number.MAX_SAFE_INTEGER,
      employmentType: longText,
      location: longText,
      attributes: attributesOf(longText),
    },
  };
  const members = (index: number) => ({ id: `${index}`.padStart(128, "x"), source: longText });

  test("the largest event, with the decisions on ten others", async () => {
    const employeeId = newEmployeeId();
    const events = Array.from({ length: 11 }, (_, index) =>
      parseHrEvent(JSON.stringify(hireBody({ ...largest, employeeId }, members(index))), NOW),
    );
    let record: EmployeeRecord | undefined;
    for (const event of events) record = (await employees.fold(event)).record;
    if (record === undefined) throw new Error("nothing was folded");
    const decisions = events.map((event) => ({
      ...DECISION,
      eventId: event.id,
      eventSource: event.source,
      eventDigest: event.digest,
      rule: longText,
    }));
    const after = { ...confirmed(record), decisions };
    expect(await employees.confirm(record, after)).toBe(true);
    expect(await employees.read(employeeId)).toEqual(after);
  });

  test.each([1e-130, -1e-130, 1.2345678901234568e-130, 2 ** 53 - 1, 0.1, 1.7976931348623157e-100])(
    "the number %d",
    async (value) => {
      const employeeId = newEmployeeId();
      const role = { title: "Pro", department: "Sales", attributes: { value } };
      await employees.fold(parseHrEvent(JSON.stringify(hireBody({ employeeId, role })), NOW));
      expect((await employees.read(employeeId)).current.fact.role.attributes).toEqual({ value });
    },
  );
});

describe("confirm", () => {
  test("writes the account, the license and the decisions", async () => {
    const { record } = await employees.fold(hired({ employeeId: newEmployeeId() }));
    expect(await employees.confirm(record, confirmed(record))).toBe(true);
    expect(await employees.read(record.employeeId)).toEqual(confirmed(record));
  });

  test("fails if a newer fact was folded since", async () => {
    const employeeId = newEmployeeId();
    const { record } = await employees.fold(hired({ employeeId }));
    await employees.fold(roleChanged({ employeeId }));
    expect(await employees.confirm(record, confirmed(record))).toBe(false);
    expect((await employees.read(employeeId)).applied).toBeUndefined();
  });
});

describe("claim", () => {
  test("binds an account to one employee, who may claim it repeatedly", async () => {
    await employees.claim("user-1", "E1");
    await expect(employees.claim("user-1", "E2")).rejects.toMatchObject({ code: "UserOwnedByAnotherEmployee" });
  });

  test("lets one of many concurrent employees win", async () => {
    const claims = Array.from({ length: 10 }, (_, index) => employees.claim("user-2", `E${index}`));
    const results = await Promise.allSettled(claims);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("markCreatePending", () => {
  const at = new Date("2026-06-01T12:00:00.000Z");

  test("keeps every email that a creation may have used, and its time", async () => {
    const { record } = await employees.fold(hired({ employeeId: newEmployeeId() }));
    const first = { createPending: { emails: ["a@example.com"], at: at.toISOString() } };
    expect(await employees.markCreatePending(record.employeeId, "a@example.com", at)).toEqual(first);
    const { createPending } = await employees.markCreatePending(record.employeeId, "b@example.com", at);
    expect(createPending?.emails.toSorted()).toEqual(["a@example.com", "b@example.com"]);
    expect((await employees.read(record.employeeId)).link).toEqual({ createPending });
  });

  test("marks nothing if the employee has an account already", async () => {
    const { record } = await employees.fold(hired({ employeeId: newEmployeeId() }));
    await employees.linkCandidate(record, "user-3");
    const link = { candidateId: "user-3" };
    expect(await employees.markCreatePending(record.employeeId, "a@example.com", at)).toEqual(link);
    expect((await employees.read(record.employeeId)).link).toEqual(link);
  });
});

describe("linkCandidate", () => {
  const at = new Date("2026-06-01T12:00:00.000Z");
  const newHire = async () => (await employees.fold(hired({ employeeId: newEmployeeId() }))).record;

  test("links an account, the same one repeatedly, but no other", async () => {
    const record = await newHire();
    expect(await employees.linkCandidate(record, "user-4")).toBe(true);
    expect(await employees.linkCandidate(record, "user-4")).toBe(true);
    expect(await employees.linkCandidate(record, "user-5")).toBe(false);
    expect((await employees.read(record.employeeId)).link.candidateId).toBe("user-4");
  });

  test("can be undone, but only for the linked account", async () => {
    const record = await newHire();
    await employees.linkCandidate(record, "user-7");
    await employees.unlinkCandidate(record.employeeId, "user-8");
    expect((await employees.read(record.employeeId)).link.candidateId).toBe("user-7");
    await employees.unlinkCandidate(record.employeeId, "user-7");
    expect(await employees.linkCandidate(record, "user-8")).toBe(true);
  });

  test("fails if the employee has another account", async () => {
    const record = await newHire();
    await employees.confirm(record, confirmed(record));
    expect(await employees.linkCandidate(record, "user-9")).toBe(false);
  });

  test("fails if a creation was marked since the record was read", async () => {
    const record = await newHire();
    await employees.markCreatePending(record.employeeId, "a@example.com", at);
    expect(await employees.linkCandidate(record, "user-6")).toBe(false);
    expect(await employees.linkCandidate(await employees.read(record.employeeId), "user-6")).toBe(true);
  });
});

describe("what DynamoDB can never store", () => {
  const withAttribute = (value: number | string) =>
    hired({ employeeId: newEmployeeId(), role: { title: "Clerk", department: "Sales", attributes: { value } } });

  test.each<[string, HrEvent]>([
    ["a number below its range", withAttribute(1e-140)],
    ["a record above 400 KB", withAttribute("x".repeat(420_000))],
  ])("%s fails for good when it is folded", async (_, event) => {
    await expect(employees.fold(event)).rejects.toMatchObject({
      retryable: false,
      code: "EventNotStorable",
      message: "DynamoDB cannot hold the event: ValidationException",
    });
  });

  test.each<[string, () => Promise<unknown>]>([
    ["a read", () => employees.read("")],
    ["a mark of a creation", () => employees.markCreatePending("", "ana@example.com", NOW)],
    ["a link", () => employees.unlinkCandidate("", "U1")],
  ])("is not what %s is refused for: there the table or this release is wrong", async (_, call) => {
    await expect(call()).rejects.toMatchObject({
      retryable: true,
      message: "DynamoDB failed with ValidationException",
    });
  });
});

test.each(["AccessDeniedException", "ExpiredTokenException", "UnrecognizedClientException", "SomethingNew"])(
  "an HTTP 400 with %s is no fault of the event",
  async (name) => {
    const refuses = {
      send: () => Promise.reject(Object.assign(new Error(), { name, $metadata: { httpStatusCode: 400 } })),
    };
    const failure = { retryable: true, code: "StateUnavailable", message: `DynamoDB failed with ${name}` };
    await expect(employeesTable(refuses as never, "employees").fold(hired())).rejects.toMatchObject(failure);
  },
);

test("a table that does not respond is a retryable failure without content", async () => {
  const missing = employeesTable(dynamoDb.document, "no-such-table");
  const failure = {
    retryable: true,
    code: "StateUnavailable",
    message: "DynamoDB failed with ResourceNotFoundException",
  };
  await expect(missing.fold(hired())).rejects.toMatchObject(failure);
  await expect(missing.read("E1")).rejects.toMatchObject(failure);
  await expect(missing.claim("u", "E1")).rejects.toMatchObject(failure);
  await expect(employees.read("nobody")).rejects.toMatchObject({ code: "StateUnavailable" });
});
