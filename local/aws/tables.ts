import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { loopbackOnly } from "../loopback-only.ts";
import { LOCAL_CREDENTIALS } from "./credentials.ts";
import "./remember-expressions.ts";
import type { TableModel } from "./template.ts";

export type LocalTables = { readonly endpoint: string; close(): Promise<void> };

/** Starts DynamoDB on 127.0.0.1 with these tables, in memory. @throws the system's EADDRINUSE if the port is in use */
export const startTables = async (
  models: readonly TableModel[],
  port: number,
  region: string,
): Promise<LocalTables> => {
  const server = dynalite({ createTableMs: 0 });
  loopbackOnly(server);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ endpoint, region, credentials: LOCAL_CREDENTIALS });
  for (const { name, hashKey } of models) {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: hashKey, AttributeType: "S" }],
        KeySchema: [{ AttributeName: hashKey, KeyType: "HASH" }],
      }),
    );
  }
  client.destroy();
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { endpoint, close };
};
