import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { employeesTable } from "../../adapters/state/employees-table.ts";
import { WAITING_INDEX } from "../../adapters/state/waiting-index.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws/credentials.ts";
import { startTables } from "../../local/aws/tables.ts";

const REGION = "us-east-1";
const NAME = "seatkeeper-local-employees";

/** Starts the employees table of the stage `local`, with its index, on a port of its own. */
export const localEmployees = async () => {
  const tables = await startTables([], 0, REGION);
  const plain = new DynamoDBClient({ endpoint: tables.endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });
  await plain.send(CREATE);
  const document = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  return {
    endpoint: tables.endpoint,
    name: NAME,
    employees: employeesTable(document, NAME),
    /** An item as another release, or a damaged disk, may have left it. */
    put: (item: object) => document.send(new PutCommand({ TableName: NAME, Item: { ...item } })),
    /** At most 25 items at once. */
    putAll: (items: readonly object[]) => {
      const requests = items.map((item) => ({ PutRequest: { Item: { ...item } } }));
      return document.send(new BatchWriteCommand({ RequestItems: { [NAME]: requests } }));
    },
    /** Every item, in a stable order. */
    scan: async (): Promise<readonly object[]> => {
      const { Items = [] } = await document.send(new ScanCommand({ TableName: NAME }));
      return Items.toSorted((a, b) => (a["employeeId"] < b["employeeId"] ? -1 : 1));
    },
    close: async () => {
      plain.destroy();
      await tables.close();
    },
  };
};

const CREATE = new CreateTableCommand({
  TableName: NAME,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["employeeId", "wakeShard", "wakeAt"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  KeySchema: [{ AttributeName: "employeeId", KeyType: "HASH" }],
  GlobalSecondaryIndexes: [
    {
      IndexName: WAITING_INDEX,
      KeySchema: [
        { AttributeName: "wakeShard", KeyType: "HASH" },
        { AttributeName: "wakeAt", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["wakeBy"] },
    },
  ],
});
