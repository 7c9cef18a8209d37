import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { type Fold, factsOf, foldEvent } from "../../domain/facts/fold-event.ts";
import type { HrEvent } from "../../domain/facts/hr-event.ts";
import { versionOf } from "../../domain/facts/version.ts";
import { Failure } from "../../domain/failures.ts";
import type { CreationNote, Employees } from "../../domain/ports.ts";

/** Claims share the table with the records; employee IDs cannot begin so (events/ refuses them). */
const claimKey = (userId: string): string => `user#${userId}`;

/** The employees' records in a DynamoDB table with the string key `employeeId`. @see Employees */
export const employeesTable = (client: DynamoDBDocumentClient, tableName: string): Employees => {
  const read = async (employeeId: string): Promise<EmployeeRecord> => {
    const { Item } = await client
      .send(new GetCommand({ TableName: tableName, Key: { employeeId }, ConsistentRead: true }))
      .catch(unavailable);
    if (Item !== undefined) return Item as EmployeeRecord;
    throw new Failure("StateUnavailable", "the employee's record is gone");
  };

  /** The new attributes where `ReturnValues` asks for them; `refusedBy` where the condition did not hold. */
  const update = async (employeeId: string, input: Partial<UpdateCommandInput>) => {
    try {
      const command = new UpdateCommand({ TableName: tableName, Key: { employeeId }, ...input });
      return { attributes: (await client.send(command)).Attributes };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return { refusedBy: error };
      return unavailable(error);
    }
  };

  const fold = async (event: HrEvent): Promise<Fold> => {
    const { attributes, refusedBy } = await update(event.employeeId, foldExpression(event));
    if (attributes !== undefined) return { verdict: "newer", record: attributes as EmployeeRecord };
    const item = refusedBy?.Item;
    const record = item === undefined ? await read(event.employeeId) : (unmarshall(item) as EmployeeRecord);
    const folded = foldEvent(record, event);
    if (folded.verdict !== "newer") return folded;
    throw new Failure("RecordContended", "the employee's record changed while the event was folded into it");
  };

  const claimUser = async (userId: string, employeeId: string): Promise<void> => {
    const claim = new PutCommand({
      TableName: tableName,
      Item: { employeeId: claimKey(userId), ownerId: employeeId },
      ConditionExpression: "attribute_not_exists(#key) OR #owner = :owner",
      ExpressionAttributeNames: { "#key": "employeeId", "#owner": "ownerId" },
      ExpressionAttributeValues: { ":owner": employeeId },
    });
    try {
      await client.send(claim);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) unavailable(error);
      throw new Failure(
        "UserOwnedByAnotherEmployee",
        "the directory user with this email already belongs to another employee",
        { cause: error },
      );
    }
  };

  const markCreatePending = async (employeeId: string, email: string, at: Date): Promise<CreationNote> => {
    const { attributes } = await update(employeeId, {
      UpdateExpression: "ADD #emails :email SET #at = :at",
      ConditionExpression: "attribute_not_exists(#userId) AND attribute_not_exists(#linkedUserId)",
      ExpressionAttributeNames: {
        "#emails": "creationEmails",
        "#at": "creationNotedAt",
        ...names("userId", "linkedUserId"),
      },
      ExpressionAttributeValues: { ":email": new Set([email]), ":at": at.toISOString() },
      ReturnValues: "ALL_NEW",
    });
    const record = (attributes ?? (await read(employeeId))) as EmployeeRecord;
    const { creationEmails = new Set([email]), userId = record.linkedUserId } = record;
    return { emails: [...creationEmails], ...(userId === undefined ? {} : { userId }) };
  };

  const linkUser = async ({ employeeId, creationNotedAt }: EmployeeRecord, userId: string): Promise<boolean> => {
    const { refusedBy } = await update(employeeId, {
      UpdateExpression: "SET #linkedUserId = :userId",
      ConditionExpression: [
        "(attribute_not_exists(#userId) OR #userId = :userId)",
        "(attribute_not_exists(#linkedUserId) OR #linkedUserId = :userId)",
        creationNotedAt === undefined ? "attribute_not_exists(#at)" : "#at = :at",
      ].join(" AND "),
      ExpressionAttributeNames: { ...names("userId", "linkedUserId"), "#at": "creationNotedAt" },
      ExpressionAttributeValues: { ":userId": userId, ":at": creationNotedAt },
    });
    return refusedBy === undefined;
  };

  const unlinkUser = async (employeeId: string, userId: string): Promise<void> => {
    await update(employeeId, {
      UpdateExpression: "REMOVE #linkedUserId",
      ConditionExpression: "#linkedUserId = :userId",
      ExpressionAttributeNames: names("linkedUserId"),
      ExpressionAttributeValues: { ":userId": userId },
    });
  };

  const confirm = async (before: EmployeeRecord, after: EmployeeRecord): Promise<boolean> => {
    const { refusedBy } = await update(before.employeeId, confirmExpression(before, after));
    return refusedBy === undefined;
  };

  return { read, fold, claimUser, markCreatePending, linkUser, unlinkUser, confirm };
};

const unavailable = (error: unknown): never => {
  const name = error instanceof Error ? error.name : "an error";
  throw new Failure("StateUnavailable", `DynamoDB answered ${name}`, { cause: error });
};

/** foldEvent as one conditional write. */
const foldExpression = (event: HrEvent): Partial<UpdateCommandInput> => ({
  UpdateExpression: [
    "SET #facts = :facts, #eventId = :eventId, #eventDigest = :eventDigest",
    "#previousVersion = if_not_exists(#version, :none), #version = :version",
    "#recentEventIds = list_append(if_not_exists(#recentEventIds, :empty), :eventIds)",
    "#decisions = if_not_exists(#decisions, :empty), #revision = if_not_exists(#revision, :zero) + :one",
  ].join(", "),
  ConditionExpression:
    "attribute_not_exists(#version) OR (#version < :version AND NOT contains(#recentEventIds, :eventId))",
  ReturnValues: "ALL_NEW",
  ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  ExpressionAttributeNames: names(
    "facts",
    "eventId",
    "eventDigest",
    "previousVersion",
    "version",
    "recentEventIds",
    "decisions",
    "revision",
  ),
  ExpressionAttributeValues: {
    ":facts": factsOf(event),
    ":eventId": event.id,
    ":eventIds": [event.id],
    ":eventDigest": event.digest,
    ":version": versionOf(event),
    ":none": "",
    ":empty": [],
    ":zero": 0,
    ":one": 1,
  },
});

const confirmExpression = (before: EmployeeRecord, after: EmployeeRecord): Partial<UpdateCommandInput> => ({
  UpdateExpression:
    "SET #userId = :userId, #applied = :applied, #decisions = :decisions, #recentEventIds = :recentEventIds, #revision = :after",
  ConditionExpression: "#revision = :before",
  ExpressionAttributeNames: names("userId", "applied", "decisions", "recentEventIds", "revision"),
  ExpressionAttributeValues: {
    ":userId": after.userId,
    ":applied": after.applied,
    ":decisions": after.decisions,
    ":recentEventIds": after.recentEventIds,
    ":after": after.revision,
    ":before": before.revision,
  },
});

/** Every name behind a `#`: DynamoDB reserves hundreds of words, and more come. */
const names = (...attributes: readonly string[]): Record<string, string> =>
  Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute]));
