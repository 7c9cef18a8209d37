import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import type { CreationLock } from "../../domain/accounts/create-account.ts";
import type { License } from "../../domain/accounts/license.ts";
import { Failure } from "../../domain/failures.ts";
import { errorName } from "../error-names.ts";

/**
 * How long, in seconds, the result of a creation is kept. After that the find by email before each creation is the
 * guard.
 */
const RESULT_TTL_SECONDS = 60 * 60;

/**
 * `registerContext` must be called at each invocation: without it a worker that dies holds its lock for the whole TTL.
 */
export type RegisteredLock = { readonly lock: CreationLock; registerContext(context: Context): void };

/** The stored result, in the words of the first release. */
type Stored = { readonly userId: string; readonly license?: License };

/**
 * Powertools idempotency keyed by employee ID, around the creation of the account alone: around a whole event it would
 * swallow an employee's second change. The persistence layer is this operation's own, because a shared one mixes keys.
 */
export const creationLock = (client: DynamoDBClient, tableName: string): RegisteredLock => {
  const config = new IdempotencyConfig({ expiresAfterSeconds: RESULT_TTL_SECONDS });
  const persistenceStore = new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client: client });

  const lock: CreationLock = async (employeeId, create) => {
    let ran = false;
    const run = async (_employeeId: string): Promise<Stored> => {
      ran = true;
      const { id: userId, ...rest } = await create();
      return { userId, ...rest };
    };
    const once = makeIdempotent(run, { persistenceStore, config, keyPrefix: "create-user" });
    try {
      const { userId: id, ...rest } = await once(employeeId);
      return { account: { id, ...rest }, ran };
    } catch (error) {
      throw failureOf(error);
    }
  };

  return { lock, registerContext: (context) => config.registerLambdaContext(withTimeLeft(context)) };
};

/**
 * Powertools takes 0 ms for an unknown time and writes a lock without an end, which then lasts for the whole TTL. A
 * lock that begins with no time left ends at once.
 */
const withTimeLeft = (context: Context): Context => ({
  ...context,
  getRemainingTimeInMillis: () => Math.max(1, context.getRemainingTimeInMillis()),
});

/**
 * What `create` threw passes as it is; Powertools' own errors become failures. Their messages hold keys, so they are
 * not kept.
 */
const failureOf = (cause: unknown): unknown => {
  if (cause instanceof Failure || !(cause instanceof Error)) return cause;
  if (cause.name === "IdempotencyAlreadyInProgressError" || cause.name === "IdempotencyInconsistentStateError") {
    return new Failure("CreationInProgress", "another worker is creating this employee's user", { cause });
  }
  return new Failure("StateUnavailable", `the idempotency table failed with ${errorName(cause)}`, { cause });
};
