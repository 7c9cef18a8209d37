import type { BatchGetCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expect, test } from "vitest";
import { readEmployees } from "../../../adapters/state/read-employees.ts";

type Keys = readonly { readonly employeeId: string }[];
type Response = { readonly Responses?: object; readonly UnprocessedKeys?: object };

/** A client that answers each request for keys in turn, and what it was asked for. */
const clientOf = (...answers: ((keys: Keys) => Response)[]) => {
  const asked: Keys[] = [];
  const send = async ({ input }: BatchGetCommand): Promise<Response> => {
    const { Keys = [], ConsistentRead } = input.RequestItems?.["employees"] ?? {};
    expect(ConsistentRead).toBe(true);
    asked.push(Keys as unknown as Keys);
    return answers[asked.length - 1]?.(Keys as unknown as Keys) ?? {};
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, asked };
};
const damaged = (employeeId: string) => ({ employeeId, formatVersion: 99 });

test("reads each once, and asks again for those that DynamoDB left out", async () => {
  const left = { employees: { Keys: [{ employeeId: "E2" }], ConsistentRead: true } };
  const { client, asked } = clientOf(
    () => ({ Responses: { employees: [damaged("E1")] }, UnprocessedKeys: left }),
    () => ({ Responses: { employees: [damaged("E2")] } }),
  );
  const found = await readEmployees(client, "employees", ["E1", "E2", "E1", "E3"]);
  expect(asked).toEqual([[{ employeeId: "E1" }, { employeeId: "E2" }, { employeeId: "E3" }], [{ employeeId: "E2" }]]);
  expect([...found]).toEqual(["E1", "E2"].map((employeeId) => [employeeId, { employeeId, unreadable: true }]));
});

test("asks for nothing if there is nobody to read", async () => {
  const { client, asked } = clientOf();
  expect([await readEmployees(client, "employees", []), asked]).toEqual([new Map(), []]);
});
