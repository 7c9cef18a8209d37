import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { LOCAL_CREDENTIALS } from "../../local/aws/credentials.ts";
import { startTables } from "../../local/aws/tables.ts";

const REGION = "us-east-1";

/** Starts DynamoDB on its own port with both tables, and real clients. */
export const dynamoDbForTest = async () => {
  const models = [
    { logicalId: "Employees", name: "employees", hashKey: "employeeId" },
    { logicalId: "Idempotency", name: "idempotency", hashKey: "id" },
  ];
  const tables = await startTables(models, 0, REGION);
  const plain = new DynamoDBClient({
    endpoint: tables.endpoint,
    region: REGION,
    credentials: LOCAL_CREDENTIALS,
    maxAttempts: 1,
  });
  const document = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  const close = async () => {
    plain.destroy();
    await tables.close();
  };
  return { plain, document, close };
};
