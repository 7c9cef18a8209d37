import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { AccountLink } from "../../domain/accounts/link.ts";
import type { Employees } from "../../domain/employees.ts";
import { type Fold, fold } from "../../domain/facts/fold.ts";
import type { HrEvent } from "../../domain/facts/hr-event.ts";
import { Failure } from "../../domain/failures.ts";
import { errorName } from "../error-names.ts";
import {
  candidateUpdate,
  confirmUpdate,
  createPendingUpdate,
  foldUpdate,
  namesIn,
  type Update,
  withoutCandidateUpdate,
} from "./employee-expressions.ts";
import { readAccountLink, readEmployeeItem } from "./employee-item.ts";

/** Claims share the table with the records; employee IDs cannot begin so (events/ refuses them). */
const claimKey = (accountId: string): string => `user#${accountId}`;

/** The employees' records in a DynamoDB table with the string key `employeeId`. @see Employees */
export const employeesTable = (client: DynamoDBDocumentClient, tableName: string): Employees => {
  const get = async (employeeId: string): Promise<unknown> => {
    const { Item } = await client
      .send(new GetCommand({ TableName: tableName, Key: { employeeId }, ConsistentRead: true }))
      .catch(unavailable);
    if (Item !== undefined) return Item;
    throw new Failure("StateUnavailable", "the employee's record is gone");
  };

  /** The new attributes if `ReturnValues` asks for them; `refusedBy` if the condition did not hold. */
  const update = async (employeeId: string, input: Update, fail = unavailable) => {
    try {
      const target = { TableName: tableName, Key: { employeeId }, ExpressionAttributeNames: namesIn(input) };
      const command = new UpdateCommand({ ...target, ...input });
      return { attributes: (await client.send(command)).Attributes };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return { refusedBy: error };
      return fail(error);
    }
  };

  const foldInto = async (event: HrEvent): Promise<Fold> => {
    const { attributes, refusedBy } = await update(event.employeeId, foldUpdate(event), notFolded);
    if (attributes !== undefined) return { verdict: "newer", record: readEmployeeItem(attributes) };
    const item = refusedBy?.Item === undefined ? await get(event.employeeId) : unmarshall(refusedBy.Item);
    const folded = fold(readEmployeeItem(item), event);
    if (folded.verdict !== "newer") return folded;
    throw new Failure("RecordContended", "the employee's record changed while the event was folded into it");
  };

  const claim = async (accountId: string, employeeId: string): Promise<void> => {
    const put = new PutCommand({
      TableName: tableName,
      Item: { employeeId: claimKey(accountId), ownerId: employeeId },
      ConditionExpression: "attribute_not_exists(#key) OR #owner = :owner",
      ExpressionAttributeNames: { "#key": "employeeId", "#owner": "ownerId" },
      ExpressionAttributeValues: { ":owner": employeeId },
    });
    try {
      await client.send(put);
    } catch (cause) {
      if (!(cause instanceof ConditionalCheckFailedException)) unavailable(cause);
      const message = "the directory user with this email already belongs to another employee";
      throw new Failure("UserOwnedByAnotherEmployee", message, { cause });
    }
  };

  const markCreatePending = async (employeeId: string, email: string, at: Date): Promise<AccountLink> => {
    const { attributes } = await update(employeeId, createPendingUpdate(email, at));
    return readAccountLink(attributes ?? (await get(employeeId)));
  };

  const isDone = async (employeeId: string, input: Update): Promise<boolean> =>
    (await update(employeeId, input)).refusedBy === undefined;

  return {
    fold: foldInto,
    read: async (employeeId) => readEmployeeItem(await get(employeeId)),
    claim,
    markCreatePending,
    linkCandidate: (record, accountId) => isDone(record.employeeId, candidateUpdate(record, accountId)),
    unlinkCandidate: async (employeeId, accountId) => {
      await update(employeeId, withoutCandidateUpdate(accountId));
    },
    confirm: (before, after) => isDone(before.employeeId, confirmUpdate(before, after)),
  };
};

const unavailable = (cause: unknown): never => {
  throw new Failure("StateUnavailable", `DynamoDB failed with ${errorName(cause)}`, { cause });
};

/** What DynamoDB refuses for ever. Source: its API reference, UpdateItem and "Common Errors". */
const NOT_STORABLE: ReadonlySet<string> = new Set(["ValidationException", "ItemCollectionSizeLimitExceededException"]);

/**
 * A fold is the write that carries the sender's values, so that DynamoDB's refusal of it is final. All other writes
 * carry Seatkeeper's own: if DynamoDB calls those invalid, the table or this release is wrong, and somebody corrects it.
 */
const notFolded = (cause: unknown): never => {
  if (!(cause instanceof Error && NOT_STORABLE.has(cause.name))) return unavailable(cause);
  throw new Failure("EventNotStorable", `DynamoDB cannot hold the event: ${cause.name}`, { cause });
};
