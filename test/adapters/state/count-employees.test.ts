import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countEmployees } from "../../../adapters/state/count-employees.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
});
afterAll(() => dynamoDb.close());

const put = (item: Record<string, unknown>) =>
  dynamoDb.document.send(new PutCommand({ TableName: "employees", Item: item }));

const count = () => countEmployees(dynamoDb.document, "employees", ["Basic", "Plus", "Pro", "ProTrial"]);
const NO_SEATS = { Basic: 0, Plus: 0, Pro: 0, ProTrial: 0 };
const NONE_WAIT = {
  OtherFunction: 0,
  NoHireYet: 0,
  AddressInUse: 0,
  CreationInDoubt: 0,
  InvitationPending: 0,
  DirectoryThrottled: 0,
  NotYetEffective: 0,
};

test("counts confirmed licenses and what waits, but no claims and no employees without either", async () => {
  expect(await count()).toEqual({ seats: NO_SEATS, waiting: NONE_WAIT });
  const upcoming = [{ version: "1" }, { version: "2" }];
  const waiting = { because: "AddressInUse", since: "", until: "" };
  await put({ employeeId: "E1", applied: { license: "Pro" }, upcoming: [] });
  await put({ employeeId: "E2", applied: { license: "Pro" }, upcoming });
  await put({ employeeId: "E3", applied: { license: "Basic" }, upcoming, waiting });
  await put({ employeeId: "E4", upcoming: [], waiting: { ...waiting, because: "NoHireYet" } });
  await put({ employeeId: "E5", applied: { active: true } });
  await put({ employeeId: "user#U1", ownerId: "E1" });
  expect(await count()).toEqual({
    seats: { ...NO_SEATS, Basic: 1, Pro: 2 },
    waiting: { ...NONE_WAIT, AddressInUse: 1, NoHireYet: 1, NotYetEffective: 2 },
  });
});

test("counts all pages of the table", async () => {
  // A page ends at 1 MB, so four items of 300 KB take two pages.
  const padding = "x".repeat(300_000);
  for (const employeeId of ["B1", "B2", "B3", "B4"]) {
    await put({ employeeId, padding, applied: { license: "ProTrial" } });
  }
  expect((await count()).seats.ProTrial).toBe(4);
});
