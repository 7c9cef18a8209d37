import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { WAITING_INDEX } from "../../adapters/state/waiting-index.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws/credentials.ts";
import { startTables } from "../../local/aws/tables.ts";

const REGION = "us-east-1";

/** As infra/ has it. */
const EMPLOYEES: CreateTableCommandInput = {
  TableName: "employees",
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: [{ AttributeName: "employeeId", KeyType: "HASH" }],
  AttributeDefinitions: ["employeeId", "wakeShard", "wakeAt"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
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
};

/** Starts DynamoDB on its own port with both tables, and real clients. */
export const dynamoDbForTest = async () => {
  const tables = await startTables([{ logicalId: "Idempotency", name: "idempotency", hashKey: "id" }], 0, REGION);
  const plain = new DynamoDBClient({
    endpoint: tables.endpoint,
    region: REGION,
    credentials: LOCAL_CREDENTIALS,
    maxAttempts: 1,
  });
  await plain.send(new CreateTableCommand(EMPLOYEES));
  const document = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  const close = async () => {
    plain.destroy();
    await tables.close();
  };
  return { plain, document, close };
};
