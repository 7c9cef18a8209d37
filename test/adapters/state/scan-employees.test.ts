import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { employeesTable } from "../../../adapters/state/employees-table.ts";
import { approximateItems, scanEmployees } from "../../../adapters/state/scan-employees.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";
import { hired, NOW } from "../../support/hr-events.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
});
afterAll(() => dynamoDb.close());

test("finds every record, names one that only another release can read, and leaves claims out", async () => {
  const { document } = dynamoDb;
  const employees = employeesTable(document, "employees");
  for (const employeeId of ["E1", "E2"]) await employees.fold(hired({ employeeId }), NOW);
  await employees.claim("U1", "E1", NOW);
  await document.send(new PutCommand({ TableName: "employees", Item: { employeeId: "E3", formatVersion: 99 } }));
  const scanned = [];
  let items = 0;
  const onItems = (count: number) => {
    items += count;
  };
  for await (const page of scanEmployees(document, "employees", onItems)) scanned.push(...page);
  expect(scanned.toSorted((a, b) => (a.employeeId < b.employeeId ? -1 : 1))).toEqual([
    expect.objectContaining({ employeeId: "E1", state: 1 }),
    expect.objectContaining({ employeeId: "E2", state: 1 }),
    { employeeId: "E3", unreadable: true },
  ]);
  // The claim was read, too.
  expect(items).toBe(4);
  expect(await approximateItems(document, "employees")).toBeTypeOf("number");
});

test("a table that cannot be described is of unknown length", async () => {
  expect(await approximateItems(dynamoDb.document, "nowhere")).toBeUndefined();
});
