import { type DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { LICENSES, type License } from "../../domain/accounts/license.ts";

/**
 * How many employees have which license confirmed, by a scan of the whole table: about one read unit for each two
 * records.
 * @throws the DynamoDB client's errors
 */
export const countLicenses = async (
  client: DynamoDBDocumentClient,
  tableName: string,
): Promise<Readonly<Record<License, number>>> => {
  const counts = new Map<unknown, number>();
  const scan = paginateScan(
    { client },
    // `license` is inside the map `applied`: nothing else of a record is asked for.
    { TableName: tableName, ProjectionExpression: "#applied.#license", ExpressionAttributeNames: NAMES },
  );
  for await (const { Items = [] } of scan) {
    for (const { applied } of Items) counts.set(applied?.license, (counts.get(applied?.license) ?? 0) + 1);
  }
  return Object.fromEntries(LICENSES.map((license) => [license, counts.get(license) ?? 0])) as Record<License, number>;
};

const NAMES = { "#applied": "applied", "#license": "license" };
