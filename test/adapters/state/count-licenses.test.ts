import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countLicenses } from "../../../adapters/state/count-licenses.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
});
afterAll(() => dynamoDb.close());

const put = (item: Record<string, unknown>) =>
  dynamoDb.document.send(new PutCommand({ TableName: "employees", Item: item }));

test("counts confirmed licenses, but no claims and no employees without a license", async () => {
  expect(await countLicenses(dynamoDb.document, "employees")).toEqual({ Basic: 0, Plus: 0, Pro: 0, ProTrial: 0 });
  await put({ employeeId: "E1", applied: { license: "Pro", version: "1" } });
  await put({ employeeId: "E2", applied: { license: "Pro", version: "1" } });
  await put({ employeeId: "E3", applied: { license: "Basic", version: "1" } });
  await put({ employeeId: "E4", version: "1" });
  await put({ employeeId: "user#U1", owner: "E1" });
  expect(await countLicenses(dynamoDb.document, "employees")).toEqual({ Basic: 1, Plus: 0, Pro: 2, ProTrial: 0 });
});

test("counts all pages of the table", async () => {
  // A page ends at 1 MB, so four items of 300 KB take two pages.
  const padding = "x".repeat(300_000);
  for (const employeeId of ["B1", "B2", "B3", "B4"]) {
    await put({ employeeId, padding, applied: { license: "ProTrial", version: "1" } });
  }
  expect((await countLicenses(dynamoDb.document, "employees")).ProTrial).toBe(4);
});
