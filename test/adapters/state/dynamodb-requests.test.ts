import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { creationLock } from "../../../adapters/state/creation-lock.ts";
import { employeesTable } from "../../../adapters/state/employees-table.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import type { ConvergeDependencies } from "../../../domain/reconcile/converge.ts";
import { reconcileEmployee, resyncEmployee } from "../../../domain/reconcile/reconcile-employee.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";
import { cancelled, hired, left, NOW, roleChanged } from "../../support/hr-events.ts";
import { inMemoryDependencies } from "../../support/in-memory-dependencies.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let dependencies: ConvergeDependencies;
let requests: string[] = [];
let inputs: object[] = [];
let number = 0;

beforeAll(async () => {
  dynamoDb = await dynamoDbForTest();
  dynamoDb.plain.middlewareStack.add(
    (next, { commandName = "?" }) =>
      (args) => {
        requests.push(commandName);
        inputs.push(args.input);
        return next(args);
      },
    { step: "initialize" },
  );
  const { lock, registerContext } = creationLock(dynamoDb.plain, "idempotency");
  registerContext({ getRemainingTimeInMillis: () => 10_000 } as Context);
  const employees = employeesTable(dynamoDb.document, "employees");
  dependencies = { ...inMemoryDependencies().dependencies, employees, creationLock: lock };
});
afterAll(() => dynamoDb.close());

const WRITE = "UpdateItemCommand";
/** Writes a whole item: the idempotency record. */
const PUT = "PutItemCommand";
const READ = "GetItemCommand";
/** Only locally: dynalite does not return the old item of a failed condition, so it is read. AWS returns it. */
const LOCAL_READ = READ;

const again = roleChanged({ id: "change-2", effectiveAt: "2026-04-01T00:00:00.000Z" });
const future = roleChanged({ id: "change-3", effectiveAt: "2026-07-01T00:00:00.000Z" });

test.each<[string, before: HrEvent[], pass: HrEvent[], requests: string[]]>([
  ["a hire: fold, lock, mark, stored result, claim, confirm", [], [hired()], [WRITE, PUT, WRITE, WRITE, WRITE, WRITE]],
  ["a role change: fold, confirm, no read", [hired()], [roleChanged()], [WRITE, WRITE]],
  ["a role change before an upcoming one: the same", [hired(), future], [roleChanged()], [WRITE, WRITE]],
  ["a duplicate role change: one rejected fold", [hired(), roleChanged()], [roleChanged()], [WRITE, LOCAL_READ]],
  ["a duplicate hire: one rejected fold", [hired()], [hired()], [WRITE, LOCAL_READ]],
  ["a stale event: one rejected fold, confirm", [hired(), roleChanged()], [hired()], [WRITE, LOCAL_READ, WRITE]],
  ["two role changes in a pass: a fold each, one confirm", [hired()], [roleChanged(), again], [WRITE, WRITE, WRITE]],
  ["an upcoming change: read, fold", [hired()], [future], [READ, WRITE]],
  ["a cancellation: read, fold", [hired(), future], [cancelled("change-3")], [READ, WRITE]],
  [
    "a leave: read, fold, mark the release, hold the claim, let it go, confirm",
    [hired()],
    [left()],
    [READ, WRITE, WRITE, WRITE, WRITE, WRITE],
  ],
])("%s", async (_, before, pass, expected) => {
  number += 1;
  const [employeeId, email] = [`E${number}`, `e${number}@example.com`];
  const about = (event: HrEvent): HrEvent =>
    "fact" in event && event.fact.kind !== "left"
      ? { ...event, employeeId, fact: { ...event.fact, email } }
      : { ...event, employeeId };
  for (const event of before) await reconcileEmployee(dependencies, [about(event)]);
  requests = [];
  await reconcileEmployee(dependencies, pass.map(about));
  expect(requests).toEqual(expected);
});

test("a record is read as it is now, not as a replica has it", async () => {
  const { record } = await dependencies.employees.fold(hired({ employeeId: "read" }), NOW);
  inputs = [];
  await dependencies.employees.read(record.employeeId);
  expect(inputs).toMatchObject([{ TableName: "employees", ConsistentRead: true }]);
});

test("a resync reads, and writes what is due, and what was done", async () => {
  const employeeId = "resync";
  const [hire, promotion] = [hired({ employeeId, email: "r@example.com" }), { ...future, employeeId }];
  await reconcileEmployee(dependencies, [hire, promotion]);
  requests = [];
  const now = () => new Date("2026-07-01T00:00:00.000Z");
  expect(await resyncEmployee({ ...dependencies, now }, employeeId)).toMatchObject({ outcome: {} });
  expect(requests).toEqual([READ, WRITE, WRITE]);
});
