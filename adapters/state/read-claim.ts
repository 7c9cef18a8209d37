import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import type { Claim } from "../../domain/accounts/transfer.ts";
import { claimKey } from "./claims.ts";

const claimSchema = z.object({
  ownerId: z.optional(z.string()),
  heldAt: z.optional(z.string()),
  letGo: z.optional(z.boolean()),
});

/** The claim on an account, as it is now; an empty one if nobody has it. @throws the DynamoDB client's errors */
export const readClaim = async (
  client: DynamoDBDocumentClient,
  TableName: string,
  accountId: string,
): Promise<Claim> => {
  const Key = { employeeId: claimKey(accountId) };
  const { Item = {} } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  return claimSchema.parse(Item) as Claim;
};
