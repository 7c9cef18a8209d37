import { readdirSync } from "node:fs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOCAL_CREDENTIALS } from "../../../local/aws/credentials.ts";
import { type LocalTables, startTables } from "../../../local/aws/tables.ts";
import { makeTemporaryFolder } from "../../../local/temporary-folder.ts";

const TABLE = {
  logicalId: "T",
  name: "employees",
  hashKey: "id",
  indexes: [
    {
      name: "waiting",
      keys: ["wakeShard", "wakeAt"],
      projection: { ProjectionType: "INCLUDE" as const, NonKeyAttributes: ["wakeBy"] },
    },
  ],
};

const FOLDER = makeTemporaryFolder();

describe.each([
  ["in memory", undefined],
  ["in a folder", FOLDER],
])("%s", (_, folder) => {
  let tables: LocalTables;
  let plain: DynamoDBClient;
  beforeAll(async () => {
    tables = await startTables([TABLE], 0, "us-east-1", folder?.path);
    plain = new DynamoDBClient({ endpoint: tables.endpoint, region: "us-east-1", credentials: LOCAL_CREDENTIALS });
  });
  afterAll(async () => {
    plain.destroy();
    await tables.close();
    folder?.remove();
  });

  const client = () => DynamoDBDocumentClient.from(plain);
  const put = (Item: object) =>
    client().send(new PutCommand({ TableName: "employees", Item: { ...Item, secret: "x" } }));
  const due = async (shard: string, request: Partial<QueryCommandInput> = {}) => {
    const query = new QueryCommand({
      TableName: "employees",
      IndexName: "waiting",
      KeyConditionExpression: "wakeShard = :shard AND wakeAt <= :until",
      ExpressionAttributeValues: { ":shard": shard, ":until": "2026-12-31" },
      ...request,
    });
    return client().send(query);
  };

  test("an index is sparse, sorted by its range key, and has what it projects", async () => {
    const later = { id: "later", wakeShard: "0", wakeAt: "2026-06-02", wakeBy: "left" };
    const sooner = { id: "sooner", wakeShard: "0", wakeAt: "2026-06-01", wakeBy: "hired" };
    for (const item of [later, sooner, { id: "not waiting" }, { ...sooner, id: "elsewhere", wakeShard: "1" }])
      await put(item);
    expect((await due("0")).Items).toEqual([sooner, later]);
  });

  test("two items whose keys have the same short hash in dynalite are both in the index, on pages too", async () => {
    const items = ["W7015", "W8758"].map((id) => ({ id, wakeShard: "2", wakeAt: "2026-06-01", wakeBy: "hired" }));
    for (const item of items) await put(item);
    const first = await due("2", { Limit: 1 });
    const second = await due("2", { Limit: 1, ExclusiveStartKey: first.LastEvaluatedKey });
    expect([...(first.Items ?? []), ...(second.Items ?? [])].map(({ id }) => id).sort()).toEqual(["W7015", "W8758"]);
    await client().send(new DeleteCommand({ TableName: "employees", Key: { id: "W7015" } }));
    expect((await due("2")).Items).toEqual(items.slice(1));
  });
});

test("what is to be in a folder is in it", async () => {
  const folder = makeTemporaryFolder();
  const tables = await startTables([TABLE], 0, "us-east-1", folder.path);
  expect(readdirSync(folder.path)).toContain("CURRENT");
  await tables.close();
  folder.remove();
});
