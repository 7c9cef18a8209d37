import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { recordItem } from "../../adapters/state/employee-item.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { emptyRecord, stated } from "../../domain/facts/fold.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws/credentials.ts";
import { readEmployees } from "../../local/employees-at-end.ts";
import type { Subject } from "../../local/outcomes.ts";
import { localEmployees } from "../support/employees-table.ts";
import { hired, left, roleChanged } from "../support/hr-events.ts";

const AT = "2026-06-01T00:00:00.000Z";
const IDS = ["E1", "E2", "E3", "E4", "E5", "E6", "E7"];
/** A page of a Scan ends after 1 MiB. */
const BALLAST = "x".repeat(300_000);

const recordOf = (employeeId: string): EmployeeRecord => ({
  ...emptyRecord(employeeId),
  role: stated(hired()) as NonNullable<EmployeeRecord["role"]>,
  decisions: [{ eventId: "hire-1", eventDigest: "d", rule: "managers", outcome: "created", at: AT }],
  applied: { license: "Pro", active: true, entitled: true, state: 1 },
  upcoming: [roleChanged({ id: `change of ${employeeId}` }), left({ id: `leave of ${employeeId}` })].map(stated),
});

let table: Awaited<ReturnType<typeof localEmployees>>;
let dynamodb: DynamoDBDocumentClient;
beforeAll(async () => {
  table = await localEmployees();
  dynamodb = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: table.endpoint, region: "us-east-1", credentials: LOCAL_CREDENTIALS }),
  );
  for (const id of IDS) await table.put({ employeeId: id, ...recordItem(recordOf(id)), ballast: BALLAST });
});
afterAll(async () => {
  dynamodb.destroy();
  await table.close();
});

const read = (waiting: readonly (readonly [string, Subject])[] = [], givenUp: readonly string[] = []) =>
  readEmployees({
    clients: { dynamodb },
    employeesTable: table.name,
    log: { waiting: new Map(waiting) },
    givenUp: new Set(givenUp),
  });

test("rows of a table of several pages come by employee ID, each once", async () => {
  const sent = vi.spyOn(dynamodb, "send");
  const { employees, waiting } = await read();
  expect(sent.mock.calls.length).toBeGreaterThan(1);
  expect(employees.map(({ employeeId }) => employeeId)).toEqual(IDS);
  expect(waiting.map(({ employeeId, fact }) => [employeeId, fact])).toEqual(
    IDS.flatMap((id) => [
      [id, "role-changed"],
      [id, "left"],
    ]),
  );
});

test("a message that waited has the outcome that its employee's record says, on whatever page that is", async () => {
  const messages = IDS.flatMap((employeeId) => [
    [`later ${employeeId}`, { employeeId, eventId: `change of ${employeeId}` }] as const,
    [`done ${employeeId}`, { employeeId, eventId: "hire-1" }] as const,
  ]);
  const { outcomeOf } = await read(messages);
  expect(IDS.map((id) => [outcomeOf(`later ${id}`), outcomeOf(`done ${id}`)])).toEqual(
    IDS.map(() => ["waiting", "created"]),
  );
});

test("one without a record waits or was given up; one that did not wait has no outcome here", async () => {
  const ofNobody = (employeeId: string) => ({ employeeId, eventId: "e" });
  const { outcomeOf } = await read(
    [
      ["waits", ofNobody("E8")],
      ["given up", ofNobody("E9")],
    ],
    ["E9"],
  );
  expect(["waits", "given up", "another"].map(outcomeOf)).toEqual(["waiting", "dead-lettered", undefined]);
});
