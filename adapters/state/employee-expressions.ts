import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import { keyOf } from "../../domain/facts/event-key.ts";
import { stated } from "../../domain/facts/fold.ts";
import type { FactEvent } from "../../domain/facts/hr-event.ts";
import { FORMAT_VERSION, recordItem, statedItem } from "./employee-item.ts";

/** An update of one item, but for its table and key. */
export type Update = Omit<UpdateCommandInput, "TableName" | "Key">;

/**
 * `fold` of a role change that is due, as one conditional write: the commonest event. It is refused if the change is not
 * newer, if its event was seen, if something else is due by now, or if the item has another format.
 */
export const roleChangeUpdate = (event: FactEvent, now: Date): Update => ({
  UpdateExpression: [
    "SET #facts = :facts, #version = :version, #eventId = :eventId, #eventSource = :eventSource",
    "#eventDigest = :eventDigest, #formatVersion = :formatVersion",
    "#recentEventIds = list_append(if_not_exists(#recentEventIds, :empty), :eventKeys)",
    "#decisions = if_not_exists(#decisions, :empty), #upcoming = if_not_exists(#upcoming, :empty)",
    "#cancelled = if_not_exists(#cancelled, :empty), #state = if_not_exists(#state, :zero) + :one",
    "#revision = if_not_exists(#revision, :zero) + :one",
  ].join(", "),
  // A fact of the first release lacks its event's source: there the content says whether the event is the same.
  ConditionExpression: [
    "attribute_not_exists(#revision) OR (#formatVersion = :formatVersion",
    "AND (attribute_not_exists(#version) OR #version < :version)",
    "AND NOT contains(#recentEventIds, :eventKey) AND NOT contains(#cancelled, :eventKey)",
    "AND (attribute_exists(#eventSource) OR attribute_not_exists(#version) OR #eventDigest <> :eventDigest)",
    "AND (attribute_not_exists(#wakeAt) OR #wakeAt > :now))",
  ].join(" "),
  ReturnValues: "ALL_NEW",
  ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  ExpressionAttributeValues: {
    ...Object.fromEntries(Object.entries(statedItem(stated(event))).map(([name, value]) => [`:${name}`, value])),
    ":formatVersion": FORMAT_VERSION,
    ":eventKey": keyOf(event),
    ":eventKeys": [keyOf(event)],
    ":now": now.toISOString(),
    ":empty": [],
    ":zero": 0,
    ":one": 1,
  },
});

/** The record as it is after a change, unless somebody has written since it was read. Revision 0 is no item yet. */
export const recordUpdate = ({ revision: before }: EmployeeRecord, after: EmployeeRecord): Update => {
  const members = Object.entries(recordItem(after));
  const present = members.filter(([, value]) => value !== undefined);
  const absent = members.filter(([, value]) => value === undefined).map(([name]) => `#${name}`);
  const set = `SET ${present.map(([name]) => `#${name} = :${name}`).join(", ")}`;
  return {
    UpdateExpression: absent.length === 0 ? set : `${set} REMOVE ${absent.join(", ")}`,
    ConditionExpression: before === 0 ? "attribute_not_exists(#revision)" : "#revision = :before",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    ExpressionAttributeValues: {
      ...Object.fromEntries(present.map(([name, value]) => [`:${name}`, value])),
      ...(before === 0 ? {} : { ":before": before }),
    },
  };
};

/** One more email that an account is created with, unless the employee has an account by now. */
export const createPendingUpdate = (email: string, at: Date): Update => ({
  UpdateExpression: "ADD #creationEmails :email SET #creationNotedAt = :at",
  ConditionExpression: "attribute_not_exists(#userId) AND attribute_not_exists(#linkedUserId)",
  ExpressionAttributeValues: { ":email": new Set([email]), ":at": at.toISOString() },
  ReturnValues: "ALL_NEW",
});

/** An older release ignores it, and may invite her once more. */
export const invitedUpdate = (email: string, at: Date): Update => ({
  UpdateExpression: "SET #invitedEmail = :email, #invitedAt = :at",
  ConditionExpression: "attribute_exists(#revision)",
  ExpressionAttributeValues: { ":email": email, ":at": at.toISOString() },
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

/** The revision counts, too, so that no pass that knew the account writes it back. */
export const withoutCandidateUpdate = (accountId: string): Update => ({
  UpdateExpression: "REMOVE #linkedUserId ADD #revision :one",
  ConditionExpression: "#linkedUserId = :userId",
  ExpressionAttributeValues: { ":userId": accountId, ":one": 1 },
});

export const withoutAccountUpdate = (accountId: string): Update => ({
  UpdateExpression: "REMOVE #userId ADD #revision :one",
  ConditionExpression: "#userId = :userId",
  ExpressionAttributeValues: { ":userId": accountId, ":one": 1 },
});

/** The account that is lost makes the next creation another one, and the invitation to it says nothing of the next. */
export const lostUpdate = (accountId: string): Update => ({
  UpdateExpression: "SET #lostUserId = :userId REMOVE #invitedEmail, #invitedAt",
  ConditionExpression: "#userId = :userId OR #linkedUserId = :userId",
  ExpressionAttributeValues: { ":userId": accountId },
});

export const releasedUpdate = (at: Date): Update => ({
  UpdateExpression: "SET #releasedAt = :at",
  ConditionExpression: "attribute_exists(#revision)",
  ExpressionAttributeValues: { ":at": at.toISOString() },
});

/** Every attribute behind a `#`, by its own name: DynamoDB reserves hundreds of words, and more come. */
export const namesIn = ({ UpdateExpression, ConditionExpression }: Update): Record<string, string> => {
  const found = `${UpdateExpression} ${ConditionExpression}`.matchAll(/#(\w+)/g);
  return Object.fromEntries(Array.from(found, ([name, attribute = ""]) => [name, attribute]));
};
