import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { AccountLink } from "../../domain/accounts/link.ts";
import type { EmployeeRecord } from "../../domain/employee-record.ts";
import type { Employees } from "../../domain/employees.ts";
import { emptyRecord, type Fold, fold, isDue } from "../../domain/facts/fold.ts";
import { type HrEvent, kindOf } from "../../domain/facts/hr-event.ts";
import { Failure } from "../../domain/failures.ts";
import { errorName } from "../error-names.ts";
import { claimKey, claimUpdate, giveUpUpdate, holdUpdate, letGoUpdate } from "./claims.ts";
import {
  candidateUpdate,
  createPendingUpdate,
  invitedUpdate,
  lostUpdate,
  namesIn,
  recordUpdate,
  releasedUpdate,
  roleChangeUpdate,
  type Update,
  withoutAccountUpdate,
  withoutCandidateUpdate,
} from "./employee-expressions.ts";
import { readAccountLink, readEmployeeItem } from "./employee-item.ts";

/** How often a fold is tried if others write into the record between its read and its write. */
const MAX_FOLDS = 5;

/** The employees' records in a DynamoDB table with the string key `employeeId`. @see Employees */
export const employeesTable = (client: DynamoDBDocumentClient, tableName: string): Employees => {
  const get = async (employeeId: string): Promise<unknown> => {
    const command = new GetCommand({ TableName: tableName, Key: { employeeId }, ConsistentRead: true });
    return (await client.send(command).catch(unavailable)).Item;
  };
  const getExisting = async (employeeId: string): Promise<unknown> => {
    const item = await get(employeeId);
    if (item !== undefined) return item;
    throw new Failure("StateUnavailable", "the employee's record is gone");
  };

  /** The new attributes if `ReturnValues` asks for them; `refusedBy` if the condition did not hold. */
  const update = async (key: string, input: Update, fail = unavailable) => {
    try {
      const target = { TableName: tableName, Key: { employeeId: key }, ExpressionAttributeNames: namesIn(input) };
      const command = new UpdateCommand({ ...target, ...input });
      return { attributes: (await client.send(command)).Attributes };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return { refusedBy: error };
      return fail(error);
    }
  };
  const isDone = async (key: string, input: Update): Promise<boolean> =>
    (await update(key, input)).refusedBy === undefined;

  /** The item that refused a write. AWS returns it with the refusal; if not, it is read. */
  const itemBehind = async (employeeId: string, refusedBy: ConditionalCheckFailedException | undefined) =>
    refusedBy?.Item === undefined ? get(employeeId) : unmarshall(refusedBy.Item);

  const foldInto = async (event: HrEvent, now: Date): Promise<Fold> => {
    const { employeeId } = event;
    const first = await foldAtOnce(event, now);
    if ("verdict" in first) return first;
    let { item } = first;
    for (let folds = 0; folds < MAX_FOLDS; folds += 1) {
      const stored = item === undefined ? undefined : readEmployeeItem(item);
      const folded = fold(stored, event, now);
      if (folded.record === stored) return folded;
      const { refusedBy } = await update(
        employeeId,
        recordUpdate(stored ?? emptyRecord(employeeId), folded.record),
        notFolded,
      );
      if (refusedBy === undefined) return folded;
      item = await itemBehind(employeeId, refusedBy);
    }
    throw new Failure("RecordContended", "the employee's record kept changing while the event was folded into it");
  };

  /**
   * One write, if that is enough; else the item as it is. Of a hire it is supposed that nobody knows her yet, and her
   * first write says so if that is wrong.
   */
  const foldAtOnce = async (event: HrEvent, now: Date): Promise<Fold | { readonly item: unknown }> => {
    const kind = kindOf(event);
    if (kind === "hired") return { item: undefined };
    if (!("fact" in event) || kind !== "role-changed" || !isDue(event, now))
      return { item: await get(event.employeeId) };
    const { attributes, refusedBy } = await update(event.employeeId, roleChangeUpdate(event, now), notFolded);
    if (attributes !== undefined) return { verdict: "newer", record: readEmployeeItem(attributes) };
    return { item: await itemBehind(event.employeeId, refusedBy) };
  };

  const claim = async (accountId: string, employeeId: string, now: Date): Promise<void> => {
    if (await isDone(claimKey(accountId), claimUpdate(employeeId, now))) return;
    const message = "the directory user with this email already belongs to another employee";
    throw new Failure("UserOwnedByAnotherEmployee", message);
  };

  const markCreatePending = async (employeeId: string, email: string, at: Date): Promise<AccountLink> => {
    const { attributes } = await update(employeeId, createPendingUpdate(email, at));
    return readAccountLink(attributes ?? (await getExisting(employeeId)));
  };

  /** A candidate may be another account than the confirmed one: only what is this one goes. */
  const unlink = async (employeeId: string, accountId: string): Promise<void> => {
    await update(employeeId, withoutCandidateUpdate(accountId));
    await update(employeeId, withoutAccountUpdate(accountId));
  };

  return {
    fold: foldInto,
    read: async (employeeId) => {
      const item = await get(employeeId);
      return item === undefined ? undefined : readEmployeeItem(item);
    },
    reread: async ({ employeeId }) => readEmployeeItem(await getExisting(employeeId)),
    save: (before: EmployeeRecord, after: EmployeeRecord) => isDone(before.employeeId, recordUpdate(before, after)),
    claim,
    holdClaim: async (accountId, employeeId, now) => {
      await update(employeeId, releasedUpdate(now));
      return isDone(claimKey(accountId), holdUpdate(employeeId, now));
    },
    letGo: async (accountId, employeeId) => {
      await update(claimKey(accountId), letGoUpdate(employeeId));
    },
    markCreatePending,
    markInvited: async (employeeId, email, at) => {
      await update(employeeId, invitedUpdate(email, at));
    },
    linkCandidate: (record, accountId) => isDone(record.employeeId, candidateUpdate(record, accountId)),
    unlink,
    forgetLost: async (employeeId, accountId) => {
      await update(employeeId, lostUpdate(accountId));
      await unlink(employeeId, accountId);
      await update(claimKey(accountId), giveUpUpdate(employeeId));
    },
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
