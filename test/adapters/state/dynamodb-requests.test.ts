import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOnceGuard } from "../../../adapters/state/create-once.ts";
import { employeesTable } from "../../../adapters/state/employees-table.ts";
import type { HrEvent } from "../../../domain/facts/hr-event.ts";
import type { ConvergePorts } from "../../../domain/ports.ts";
import { converge } from "../../../domain/reconcile/converge.ts";
import { dynamoDbForTest } from "../../support/dynamodb.ts";
import { hired, roleChanged } from "../../support/hr-events.ts";
import { inMemoryWorld } from "../../support/in-memory-world.ts";

let dynamoDb: Awaited<ReturnType<typeof dynamoDbForTest>>;
let ports: ConvergePorts;
let requests: string[] = [];
let number = 0;

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
  const { createOnce, registerContext } = createOnceGuard(dynamoDb.plain, "idempotency");
  registerContext({ getRemainingTimeInMillis: () => 10_000 } as Context);
  ports = { ...inMemoryWorld().ports, employees: employeesTable(dynamoDb.document, "employees"), createOnce };
});
afterAll(() => dynamoDb.close());

const WRITE = "UpdateItemCommand";
/** An item that is written whole: the idempotency record, the claim on the user. */
const PUT = "PutItemCommand";
/** Here only: dynalite answers a failed condition without the old item, so it is read. AWS answers with it. */
const LOCAL_READ = "GetItemCommand";

test.each<[string, before: HrEvent[], event: HrEvent, requests: string[]]>([
  ["a hire: fold, lock, note, stored result, claim, confirm", [], hired(), [WRITE, PUT, WRITE, WRITE, PUT, WRITE]],
  ["a role change: fold, confirm, no read", [hired()], roleChanged(), [WRITE, WRITE]],
  ["a duplicate: one refused fold", [hired()], hired(), [WRITE, LOCAL_READ]],
  ["a stale event: one refused fold, confirm", [hired(), roleChanged()], hired(), [WRITE, LOCAL_READ, WRITE]],
])("%s", async (_, before, event, expected) => {
  number += 1;
  const person = { employeeId: `E${number}`, email: `e${number}@example.com` };
  for (const each of before) await converge(ports, { ...each, ...person });
  requests = [];
  await converge(ports, { ...event, ...person });
  expect(requests).toEqual(expected);
});
