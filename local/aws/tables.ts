import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
} from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { loopbackOnly } from "../loopback-only.ts";
import "./close-iterators.ts";
import { LOCAL_CREDENTIALS } from "./credentials.ts";
import "./remember-expressions.ts";
import type { TableModel } from "./template.ts";
import "./whole-index-keys.ts";

export type LocalTables = { readonly endpoint: string; close(): Promise<void> };

/**
 * Starts DynamoDB on 127.0.0.1 with these tables and their indexes. What they hold is in files in `folder`, or without
 * one in memory. @throws the system's EADDRINUSE if the port is in use
 */
export const startTables = async (
  models: readonly TableModel[],
  port: number,
  region: string,
  folder?: string,
): Promise<LocalTables> => {
  const server = dynalite({ createTableMs: 0, ...(folder !== undefined && { path: folder }) });
  loopbackOnly(server);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ endpoint, region, credentials: LOCAL_CREDENTIALS });
  for (const model of models) {
    await client.send(new CreateTableCommand(definitionOf(model)));
    await untilActive(client, model.name);
  }
  client.destroy();
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { endpoint, close };
};

/** A table becomes active a moment after it was created, and is not found until then. */
const untilActive = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === "ACTIVE") return;
    await sleep(ACTIVE_POLL_MS);
  }
};

const ACTIVE_POLL_MS = 5;

const definitionOf = ({ name, hashKey, indexes = [] }: TableModel): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [...new Set([hashKey, ...indexes.flatMap(({ keys }) => keys)])].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  KeySchema: keySchema([hashKey]),
  ...(indexes.length > 0 && {
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index.keys),
      Projection: index.projection,
    })),
  }),
});

const keySchema = (keys: readonly string[]): KeySchemaElement[] =>
  keys.map((AttributeName, position) => ({ AttributeName, KeyType: position === 0 ? "HASH" : "RANGE" }));
