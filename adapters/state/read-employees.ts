import { setTimeout as sleep } from "node:timers/promises";
import { BatchGetCommand, type BatchGetCommandOutput, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { readScanned, type ScannedEmployee } from "./scan-employees.ts";

/** How many keys one BatchGetItem takes. Source: the DynamoDB API reference. */
export const MAX_READ = 100;

/** How often keys are asked for that DynamoDB left out, and the first pause, in ms, doubled each time. */
const TRIES = 8;
const PAUSE = 50;

/**
 * The records of these employees, at most 100, as they are now, by employee ID: who is not in the table is missing.
 * @throws the DynamoDB client's errors, and an Error if it keeps leaving keys out
 */
export const readEmployees = async (
  client: DynamoDBDocumentClient,
  table: string,
  employeeIds: readonly string[],
): Promise<ReadonlyMap<string, ScannedEmployee>> => {
  const found = new Map<string, ScannedEmployee>();
  const Keys = [...new Set(employeeIds)].map((employeeId) => ({ employeeId }));
  let RequestItems: BatchGetCommandOutput["UnprocessedKeys"] = { [table]: { Keys, ConsistentRead: true } };
  for (let tries = 1; Keys.length > 0 && tries <= TRIES; tries += 1) {
    const response: BatchGetCommandOutput = await client.send(new BatchGetCommand({ RequestItems }));
    const { Responses, UnprocessedKeys = {} } = response;
    for (const item of Responses?.[table] ?? []) found.set(String(item["employeeId"]), readScanned(item));
    if (Object.keys(UnprocessedKeys).length === 0) return found;
    RequestItems = UnprocessedKeys;
    await sleep(PAUSE * 2 ** (tries - 1));
  }
  if (Keys.length === 0) return found;
  throw new Error(`DynamoDB kept leaving keys out of its responses: the table ${table} is throttled`);
};
