import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { Failure } from "../../domain/failures.ts";
import { isClaimKey } from "./claims.ts";
import { readEmployeeItem } from "./employee-item.ts";

/** A record, or whose record only another release can read. */
export type ScannedEmployee = EmployeeRecord | { readonly employeeId: string; readonly unreadable: true };

/**
 * Everybody in the table, in no order, a page of at most 1 MB at a time. Reads the whole table once: a read unit for
 * each two records of 4 KB. Somebody who is written meanwhile is seen before or after that. `onItems` is called with how
 * many items were read, of which some say whose an account is. @throws the DynamoDB client's errors
 */
export async function* scanEmployees(
  client: DynamoDBDocumentClient,
  TableName: string,
  onItems: (count: number) => void = () => {},
): AsyncGenerator<readonly ScannedEmployee[]> {
  const pages = paginateScan({ client, pageSize: PAGE }, { TableName, ...WITHOUT_CLAIMS });
  for await (const { Items = [], ScannedCount = 0 } of pages) {
    yield Items.filter(({ employeeId }) => !isClaimKey(employeeId)).map(readScanned);
    onItems(ScannedCount);
  }
}

/** In items. The garbage of larger pages outlives the young generation of the heap, and memory grows with it. */
const PAGE = 1000;

/** A filter may not look at the key. Items are read before they are filtered, and cost the same. */
const WITHOUT_CLAIMS = {
  FilterExpression: "attribute_not_exists(#ownerId)",
  ExpressionAttributeNames: { "#ownerId": "ownerId" },
};

/**
 * About how many items a scan reads: DynamoDB counts them every six hours or so. Undefined if it does not say, as to
 * somebody who may read the table and not describe it. Never throws.
 */
export const approximateItems = async (
  client: DynamoDBDocumentClient,
  TableName: string,
): Promise<number | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table?.ItemCount;
  } catch {
    return undefined;
  }
};

/** An item as a record, if this release can read it. */
export const readScanned = (item: Readonly<Record<string, unknown>>): ScannedEmployee => {
  try {
    return readEmployeeItem(item);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "RecordUnreadable") throw error;
    return { employeeId: String(item["employeeId"]), unreadable: true };
  }
};
