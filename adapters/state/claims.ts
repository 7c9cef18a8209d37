import { CLAIM_FENCE_MS } from "../../domain/accounts/link.ts";
import type { Update } from "./employee-expressions.ts";

/** Claims share the table with the records; employee IDs cannot begin so (events/ refuses them). */
export const claimKey = (accountId: string): string => `${CLAIM_PREFIX}${accountId}`;

/** Whether an item of the table is a claim, by its key. */
export const isClaimKey = (key: string): boolean => key.startsWith(CLAIM_PREFIX);

const CLAIM_PREFIX = "user#";

/** Binds the account to the employee, unless somebody else has it. Whatever was noted for a release is gone then. */
export const claimUpdate = (employeeId: string, now: Date): Update => ({
  UpdateExpression: "SET #ownerId = :owner REMOVE #heldAt, #letGo",
  ConditionExpression: "attribute_not_exists(#ownerId) OR #ownerId = :owner OR (#letGo = :true AND #heldAt <= :fence)",
  ExpressionAttributeValues: {
    ":owner": employeeId,
    ":true": true,
    ":fence": new Date(now.getTime() - CLAIM_FENCE_MS).toISOString(),
  },
});

/**
 * Keeps others from claiming the account while it is released. One that nobody claimed is claimed with it: whoever linked
 * it may have died before the claim.
 */
export const holdUpdate = (employeeId: string, now: Date): Update => ({
  UpdateExpression: "SET #ownerId = :owner, #heldAt = :at REMOVE #letGo",
  ConditionExpression: "attribute_not_exists(#ownerId) OR #ownerId = :owner",
  ExpressionAttributeValues: { ":owner": employeeId, ":at": now.toISOString() },
});

/** Others may claim the account, once the fence is passed. */
export const letGoUpdate = (employeeId: string): Update => ({
  UpdateExpression: "SET #letGo = :true",
  ConditionExpression: "#ownerId = :owner AND attribute_exists(#heldAt)",
  ExpressionAttributeValues: { ":owner": employeeId, ":true": true },
});

export const giveUpUpdate = (employeeId: string): Update => ({
  UpdateExpression: "REMOVE #ownerId, #heldAt, #letGo",
  ConditionExpression: "#ownerId = :owner",
  ExpressionAttributeValues: { ":owner": employeeId },
});
