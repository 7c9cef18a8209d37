import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { keyOf } from "../../domain/facts/event-key.ts";
import type { HrEvent } from "../../domain/facts/hr-event.ts";
import { versionOf } from "../../domain/facts/version.ts";
import { FORMAT_VERSION, factItem } from "./employee-item.ts";

/** An update of one item, but for its table and key. */
export type Update = Omit<UpdateCommandInput, "TableName" | "Key">;

/** `fold` as one conditional write. */
export const foldUpdate = (event: HrEvent): Update => ({
  UpdateExpression: [
    "SET #formatVersion = :formatVersion, #facts = :facts, #eventId = :eventId, #eventDigest = :eventDigest",
    "#eventSource = :eventSource",
    "#previousVersion = if_not_exists(#version, :none), #version = :version",
    "#recentEventIds = list_append(if_not_exists(#recentEventIds, :empty), :eventKeys)",
    "#decisions = if_not_exists(#decisions, :empty), #revision = if_not_exists(#revision, :zero) + :one",
  ].join(", "),
  // A fact of the first release lacks its event's source: there the content says whether the event is the same. A record
  // of a later format is left alone: writing into it would relabel it as one of ours.
  ConditionExpression: [
    "attribute_not_exists(#version) OR (#version < :version AND NOT contains(#recentEventIds, :eventKey)",
    "AND (attribute_exists(#eventSource) OR #eventDigest <> :eventDigest)",
    "AND (attribute_not_exists(#formatVersion) OR #formatVersion <= :formatVersion))",
  ].join(" "),
  ReturnValues: "ALL_NEW",
  ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  ExpressionAttributeValues: {
    ":formatVersion": FORMAT_VERSION,
    ":facts": factItem(event.fact),
    ":eventId": event.id,
    ":eventSource": event.source,
    ":eventKey": keyOf(event),
    ":eventKeys": [keyOf(event)],
    ":eventDigest": event.digest,
    ":version": versionOf(event),
    ":none": "",
    ":empty": [],
    ":zero": 0,
    ":one": 1,
  },
});

/** The record as it is after a pass, unless somebody has written since it was read. */
export const confirmUpdate = (before: EmployeeRecord, after: EmployeeRecord): Update => ({
  UpdateExpression:
    "SET #userId = :userId, #applied = :applied, #decisions = :decisions, #recentEventIds = :recentEventIds, #revision = :after",
  ConditionExpression: "#revision = :before",
  ExpressionAttributeValues: {
    ":userId": after.link.accountId,
    ":applied": after.applied,
    ":decisions": after.decisions,
    ":recentEventIds": after.recentEvents,
    ":after": after.revision,
    ":before": before.revision,
  },
});

/** One more email that an account is created with, unless the employee has an account by now. */
export const createPendingUpdate = (email: string, at: Date): Update => ({
  UpdateExpression: "ADD #creationEmails :email SET #creationNotedAt = :at",
  ConditionExpression: "attribute_not_exists(#userId) AND attribute_not_exists(#linkedUserId)",
  ExpressionAttributeValues: { ":email": new Set([email]), ":at": at.toISOString() },
  ReturnValues: "ALL_NEW",
});

/** A candidate, unless another account is linked by now, or a creation was marked since the record was read. */
export const candidateUpdate = ({ link: { createPending } }: EmployeeRecord, accountId: string): Update => ({
  UpdateExpression: "SET #linkedUserId = :userId",
  ConditionExpression: [
    "(attribute_not_exists(#userId) OR #userId = :userId)",
    "(attribute_not_exists(#linkedUserId) OR #linkedUserId = :userId)",
    createPending === undefined ? "attribute_not_exists(#creationNotedAt)" : "#creationNotedAt = :at",
  ].join(" AND "),
  ExpressionAttributeValues: { ":userId": accountId, ":at": createPending?.at },
});

export const withoutCandidateUpdate = (accountId: string): Update => ({
  UpdateExpression: "REMOVE #linkedUserId",
  ConditionExpression: "#linkedUserId = :userId",
  ExpressionAttributeValues: { ":userId": accountId },
});

/** Every attribute behind a `#`, by its own name: DynamoDB reserves hundreds of words, and more come. */
export const namesIn = ({ UpdateExpression, ConditionExpression }: Update): Record<string, string> => {
  const found = `${UpdateExpression} ${ConditionExpression}`.matchAll(/#(\w+)/g);
  return Object.fromEntries(Array.from(found, ([name, attribute = ""]) => [name, attribute]));
};
