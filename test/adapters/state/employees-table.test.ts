import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { employeesTable } from "../../../adapters/state/employees-table.ts";
import type { EmployeeRecord } from "../../../domain/employee-record.ts";
import type { Employees } from "../../../domain/employees.ts";
import { emptyRecord, fold } from "../../../domain/facts/fold.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import type { Failure } from "../../../domain/failures.ts";
import { parseHrEvent } from "../../../events/parse.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";
import { hireBody } from "../../support/event-bodies.ts";
import { cancelled, hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { FORMAT_1, FORMAT_2 } from "./old-items.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let employees: Employees;
let number = 0;

beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
  employees = employeesTable(dynamoDb.document, "employees");
});
afterAll(() => dynamoDb.close());

const newEmployeeId = () => `E${++number}`;
/** What is known of somebody, who is known. */
const recordOf = async (employeeId: string): Promise<EmployeeRecord> => {
  const record = await employees.read(employeeId);
  if (record === undefined) throw new Error(`nothing is known of ${employeeId}`);
  return record;
};
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

const codeOf = (error: unknown): string => (error as Failure).code;
/** What it returns, or the code of what it throws. */
const attempt = <T>(act: () => T): T | string => {
  try {
    return act();
  } catch (error) {
    return codeOf(error);
  }
};

const confirmed = (record: EmployeeRecord): EmployeeRecord => ({
  ...record,
  link: { ...record.link, accountId: "U1" },
  applied: { license: "Pro", active: true, entitled: true, state: record.state, at: NOW.toISOString() },
  decisions: [DECISION],
  recentEvents: ["hire-1 /hr"],
  revision: record.revision + 1,
});

describe("fold", () => {
  const later = roleChanged({ id: "change-2", effectiveAt: "2026-04-01T00:00:00.000Z" });
  const july = roleChanged({ id: "july", effectiveAt: "2026-07-01T00:00:00.000Z" });
  const JULY = new Date("2026-07-01T00:00:00.000Z");

  test.each<[string, HrEvent[]]>([
    ["a first event", [hired()]],
    ["a change of somebody unknown", [roleChanged()]],
    ["a later fact", [hired(), roleChanged()]],
    ["a duplicate", [hired(), hired()]],
    ["a duplicate of a role change", [hired(), roleChanged(), roleChanged()]],
    ["an older fact", [roleChanged(), hired()]],
    ["facts in the worst order", [later, roleChanged(), hired(), later]],
    ["a reused ID", [hired(), hired({ digest: "other", effectiveAt: "2026-05-01T00:00:00.000Z" })]],
    ["an overtaken ID, reused later", [hired(), roleChanged(), hired({ effectiveAt: "2026-05-01T00:00:00.000Z" })]],
    ["the same ID from another source", [hired(), hired({ source: "/payroll", digest: "other" })]],
    ["the same ID and content from another source", [hired(), hired({ source: "/payroll" })]],
    ["a display name", [hired({ displayName: "Ana Diaz" })]],
    ["a leave, and a change after it", [hired(), left(), roleChanged({ publishedAt: "2026-05-01T00:00:00.000Z" })]],
    ["a leave of nobody known", [left()]],
    ["a re-hire", [hired(), left(), hired({ id: "hire-2", publishedAt: "2026-05-01T00:00:00.000Z" })]],
    ["an upcoming fact, also a second time", [hired(), july, july]],
    ["an upcoming fact of nobody known", [july]],
    ["a cancellation, also a second time", [hired(), july, cancelled("july"), cancelled("july"), july]],
    ["a change before an upcoming one", [hired(), july, roleChanged()]],
    [
      "events of messages",
      [hired({ messageId: "m1" }), roleChanged({ messageId: "m2" }), { ...july, messageId: "m3" }],
    ],
    ["an event without a message after one with", [roleChanged({ messageId: "m1" }), later]],
    ["a sequence", [roleChanged({ sequence: "2" }), roleChanged({ id: "change-0", sequence: "1" })]],
    ["characters that UTF-16 and UTF-8 order differently", [hired({ id: "\u{ffff}" }), hired({ id: "\u{10000}" })]],
  ])("does the same as the domain's fold for %s", async (_, events) => {
    const employeeId = newEmployeeId();
    let expected: EmployeeRecord | undefined;
    for (const event of events.map((each) => ({ ...each, employeeId }))) {
      const specified = attempt(() => fold(expected, event, NOW));
      expect(await employees.fold(event, NOW).catch(codeOf)).toEqual(specified);
      if (typeof specified !== "string") expected = specified.record;
    }
    expect(await employees.read(employeeId)).toEqual(expected);
  });

  test("of a role change is refused at once if something else is due by now, and applies both", async () => {
    const employeeId = newEmployeeId();
    const about = (event: HrEvent) => ({ ...event, employeeId });
    for (const event of [hired(), july].map(about)) await employees.fold(event, NOW);
    const before = await employees.read(employeeId);
    const folded = await employees.fold(about(later), JULY);
    expect(folded).toEqual(fold(before, about(later), JULY));
    expect(folded).toMatchObject({ verdict: "stale", record: { role: { eventId: "july" }, upcoming: [], state: 2 } });
  });

  test("of a role change is one write if something is due later, which stays", async () => {
    const employeeId = newEmployeeId();
    const about = (event: HrEvent) => ({ ...event, employeeId });
    for (const event of [hired(), july].map(about)) await employees.fold(event, NOW);
    const folded = await employees.fold(about(later), new Date(JULY.getTime() - 1));
    expect(folded).toMatchObject({ verdict: "newer", record: { upcoming: [{ eventId: "july" }], state: 2 } });
  });

  test("of a change that HR took back stays away, also once its day has come", async () => {
    const employeeId = newEmployeeId();
    const about = (event: HrEvent) => ({ ...event, employeeId });
    for (const event of [hired(), july, cancelled("july")].map(about)) await employees.fold(event, NOW);
    const before = await employees.read(employeeId);
    expect(await employees.fold(about(july), JULY)).toEqual({ verdict: "cancelled", record: before });
  });

  test("with many concurrent events ends with the newest, and each is newer or stale", async () => {
    const employeeId = newEmployeeId();
    const events = Array.from({ length: 20 }, (_, day) =>
      roleChanged({ employeeId, id: `c${day}`, effectiveAt: new Date(Date.UTC(2026, 2, day + 1)).toISOString() }),
    );
    const folds = await Promise.all(events.map((event) => employees.fold(event, NOW)));
    expect(folds.every(({ verdict }) => verdict === "newer" || verdict === "stale")).toBe(true);
    expect((await recordOf(employeeId)).role?.eventId).toBe("c19");
  });
});

describe("fold into a record of an old format", () => {
  const dayAfter = { effectiveAt: "2026-03-03T00:00:00.000Z" };
  const change = { id: "change-1", publishedAt: "2026-02-20T00:00:00.000Z", digest: "digest of change-1" };
  const again = roleChanged({ ...change, source: "/hr" });
  const put = async (old: object): Promise<string> => {
    const employeeId = newEmployeeId();
    await dynamoDb.document.send(new PutCommand({ TableName: "employees", Item: { ...old, employeeId } }));
    return employeeId;
  };

  test.each<[string, old: object, HrEvent, string]>([
    ["its own event again", FORMAT_1, again, "duplicate"],
    ["another source's event under its ID", FORMAT_1, roleChanged({ ...change, source: "/a", digest: "x" }), "newer"],
    [
      "another source's newer one under its ID",
      FORMAT_1,
      roleChanged({ ...change, ...dayAfter, digest: "x" }),
      "newer",
    ],
    ["an older one", FORMAT_1, hired({ id: "hire-2", digest: "x", publishedAt: "2026-01-01T00:00:00.000Z" }), "stale"],
    ["an event whose ID begins with its ID", FORMAT_1, roleChanged({ ...change, id: "change-10" }), "newer"],
    ["a leave", FORMAT_1, left(), "newer"],
    ["its own event again", FORMAT_2, roleChanged(), "duplicate"],
    ["a newer role change", FORMAT_2, roleChanged({ id: "change-2", ...dayAfter }), "newer"],
    ["a leave", FORMAT_2, left(), "newer"],
    ["an upcoming fact", FORMAT_2, roleChanged({ id: "july", effectiveAt: "2026-07-01T00:00:00.000Z" }), "upcoming"],
  ])("takes %s as the domain's fold does", async (_, old, event, verdict) => {
    const employeeId = await put(old);
    const before = await recordOf(employeeId);
    const folded = await employees.fold({ ...event, employeeId }, NOW);
    expect(folded).toEqual(fold(before, { ...event, employeeId }, NOW));
    expect(folded.verdict).toBe(verdict);
    expect(await employees.read(employeeId)).toEqual(folded.record);
  });

  test("writes it in today's format, so that the next role change is one write", async () => {
    const employeeId = await put(FORMAT_2);
    await employees.fold(roleChanged({ employeeId, id: "change-2", ...dayAfter }), NOW);
    const { Item } = await dynamoDb.document.send(new GetCommand({ TableName: "employees", Key: { employeeId } }));
    expect(Item).toMatchObject({ formatVersion: 3, state: 2, userId: "U1", employment: { status: "hired" } });
  });
});

test("fold leaves a record of a later format as it is", async () => {
  const employeeId = newEmployeeId();
  const key = { TableName: "employees", Key: { employeeId } };
  await employees.fold(hired({ employeeId }), NOW);
  const { Item } = await dynamoDb.document.send(new GetCommand(key));
  const later = { ...Item, formatVersion: 4 };
  await dynamoDb.document.send(new PutCommand({ TableName: "employees", Item: later }));
  await expect(employees.fold(roleChanged({ employeeId }), NOW)).rejects.toMatchObject({ code: "RecordUnreadable" });
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
    for (const event of events) record = (await employees.fold(event, NOW)).record;
    if (record === undefined) throw new Error("nothing was folded");
    const decisions = events.map((event) => ({
      ...DECISION,
      eventId: event.id,
      eventSource: event.source,
      eventDigest: event.digest,
      rule: longText,
    }));
    const after = { ...confirmed(record), decisions };
    expect(await employees.save(record, after)).toBe(true);
    expect(await employees.read(employeeId)).toEqual(after);
  });

  test.each([1e-130, -1e-130, 1.2345678901234568e-130, 2 ** 53 - 1, 0.1, 1.7976931348623157e-100])(
    "the number %d",
    async (value) => {
      const employeeId = newEmployeeId();
      const role = { title: "Pro", department: "Sales", attributes: { value } };
      await employees.fold(parseHrEvent(JSON.stringify(hireBody({ employeeId, role })), NOW), NOW);
      expect((await recordOf(employeeId)).role?.fact.role.attributes).toEqual({ value });
    },
  );
});

describe("what DynamoDB can never store", () => {
  const withAttribute = (value: number | string) =>
    hired({ employeeId: newEmployeeId(), role: { title: "Clerk", department: "Sales", attributes: { value } } });

  test.each<[string, HrEvent]>([
    ["a number below its range", withAttribute(1e-140)],
    ["a record above 400 KB", withAttribute("x".repeat(420_000))],
    [
      "a number below its range in a role change",
      roleChanged({ employeeId: newEmployeeId(), role: withAttribute(1e-140).fact.role }),
    ],
  ])("%s fails for good when it is folded", async (_, event) => {
    await expect(employees.fold(event, NOW)).rejects.toMatchObject({
      retryable: false,
      code: "EventNotStorable",
      message: "DynamoDB cannot hold the event: ValidationException",
    });
  });

  test.each<[string, () => Promise<unknown>]>([
    ["a read", () => employees.read("")],
    ["a mark of a creation", () => employees.markCreatePending("", "ana@example.com", NOW)],
    ["a link", () => employees.unlink("", "U1")],
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
    await expect(employeesTable(refuses as never, "employees").fold(hired(), NOW)).rejects.toMatchObject(failure);
  },
);

test("a table that does not respond is a retryable failure without content", async () => {
  const missing = employeesTable(dynamoDb.document, "no-such-table");
  const failure = {
    retryable: true,
    code: "StateUnavailable",
    message: "DynamoDB failed with ResourceNotFoundException",
  };
  await expect(missing.fold(hired(), NOW)).rejects.toMatchObject(failure);
  await expect(missing.read("E1")).rejects.toMatchObject(failure);
  await expect(missing.claim("u", "E1", NOW)).rejects.toMatchObject(failure);
  expect(await employees.read("nobody")).toBeUndefined();
  await expect(employees.reread(emptyRecord("nobody"))).rejects.toMatchObject({ code: "StateUnavailable" });
});
