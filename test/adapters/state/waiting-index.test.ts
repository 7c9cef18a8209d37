import { BatchWriteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { employeesTable } from "../../../adapters/state/employees-table.ts";
import { type DueEmployee, type WaitingIndex, waitingIndex } from "../../../adapters/state/waiting-index.ts";
import { reconcileEmployee, resyncEmployee } from "../../../domain/reconcile/reconcile-employee.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";
import { cancelled, hired, NOW, roleChanged } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let index: WaitingIndex;
let requests: string[] = [];

beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
  dynamoDb.plain.middlewareStack.add(
    (next, { commandName = "?" }) =>
      (args) => {
        requests.push(commandName);
        return next(args);
      },
    { step: "initialize" },
  );
  index = waitingIndex(dynamoDb.document, "employees");
});
beforeEach(() => {
  requests = [];
});
afterAll(() => dynamoDb.close());

const pagesOf = async (from: string | undefined, until: string): Promise<DueEmployee[][]> => {
  const pages: DueEmployee[][] = [];
  for await (const page of index.due(from, until)) if (page.length > 0) pages.push([...page]);
  return pages;
};
const dueIds = async (from: string | undefined, until: string) =>
  (await pagesOf(from, until))
    .flat()
    .map(({ employeeId }) => employeeId)
    .sort();

/** An item as the table has it, in the index and nothing else. */
const itemOf = (employeeId: string, wakeAt: string, wakeShard: string, wakeBy = "hired") => ({
  employeeId,
  wakeAt,
  wakeShard,
  wakeBy,
  padding: "x",
});
const put = (...item: Parameters<typeof itemOf>) =>
  dynamoDb.document.send(new PutCommand({ TableName: "employees", Item: itemOf(...item) }));

test("nobody waits in an empty index", async () => {
  expect(await index.oldest()).toBeUndefined();
  expect(await pagesOf(undefined, "9")).toEqual([]);
});

describe("of those who wait", () => {
  beforeAll(async () => {
    await put("a", "2026-01-01T00:00:00.000Z", "0");
    await put("b", "2026-01-01T00:01:00.000Z", "7", "left");
    await put("c", "2026-01-01T00:01:00.000Z", "3", "role-changed");
    await put("d", "2026-01-01T00:01:00.001Z", "3");
  });

  test.each<[from: string | undefined, until: string, ids: string[]]>([
    [undefined, "2026-01-01T00:01:00.000Z", ["a", "b", "c"]],
    ["2026-01-01T00:00:00.000Z", "2026-01-01T00:01:00.000Z", ["a", "b", "c"]],
    ["2026-01-01T00:00:00.001Z", "2026-01-01T00:01:00.000Z", ["b", "c"]],
    ["2026-01-01T00:01:00.001Z", "2026-01-01T00:02:00.000Z", ["d"]],
    ["2026-01-01T00:01:00.002Z", "2026-01-01T00:02:00.000Z", []],
  ])("from %s until %s are %j due", async (from, until, ids) => {
    expect(await dueIds(from, until)).toEqual(ids);
  });

  test("says who, since when, and for which function, and nothing else of them", async () => {
    expect((await pagesOf("2026-01-01T00:01:00.000Z", "2026-01-01T00:01:00.000Z")).flat()).toContainEqual({
      employeeId: "b",
      wakeAt: "2026-01-01T00:01:00.000Z",
      wakeBy: "left",
    });
  });

  test("finds the oldest of all partitions", async () => {
    expect(await index.oldest()).toBe("2026-01-01T00:00:00.000Z");
  });

  test("comes in pages of at most a thousand", async () => {
    const items = Array.from({ length: 1_001 }, (_, each) => itemOf(`many-${each}`, "2025-01-01T00:00:00.000Z", "5"));
    for (let first = 0; first < items.length; first += 25) {
      const employees = items.slice(first, first + 25).map((Item) => ({ PutRequest: { Item } }));
      await dynamoDb.document.send(new BatchWriteCommand({ RequestItems: { employees } }));
    }
    const pages = await pagesOf(undefined, "2025-01-01T00:00:00.000Z");
    expect(pages.map(({ length }) => length)).toEqual([1_000, 1]);
    expect(await index.oldest()).toBe("2025-01-01T00:00:00.000Z");
  });

  test("is asked for by queries alone", async () => {
    await index.oldest();
    await pagesOf(undefined, "2026-01-01T00:01:00.000Z");
    expect(new Set(requests)).toEqual(new Set(["QueryCommand"]));
  });
});

test("an employee is in it from an upcoming fact until its day was handled, or until it was cancelled", async () => {
  const employees = employeesTable(dynamoDb.document, "employees");
  const { dependencies, clock } = inMemoryDependencies();
  const wired = { ...dependencies, employees };
  const day = "2026-07-01T00:00:00.000Z";
  const promotion = (employeeId: string) => roleChanged({ id: "promotion", employeeId, effectiveAt: day });
  for (const employeeId of ["E1", "E2"])
    await reconcileEmployee(wired, [hired({ employeeId, email: `${employeeId}@example.com` }), promotion(employeeId)]);
  expect(await dueIds(NOW.toISOString(), day)).toEqual(["E1", "E2"]);
  await reconcileEmployee(wired, [cancelled("promotion", { employeeId: "E2" })]);
  expect(await dueIds(NOW.toISOString(), day)).toEqual(["E1"]);
  clock.now = new Date(day);
  await resyncEmployee(wired, "E1");
  expect(await dueIds(NOW.toISOString(), day)).toEqual([]);
});
