import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { Failure } from "../../domain/failures.ts";
import type { CreateOnce, DirectoryUser } from "../../domain/ports.ts";

/** How long, in seconds, the answer of a creation is kept. After that the find by email before each creation is the guard. */
const RESULT_TTL_SECONDS = 60 * 60;

/** `registerContext` must be called at each invocation: without it a worker that dies holds its lock for the whole TTL. */
export type CreateOnceGuard = { readonly createOnce: CreateOnce; registerContext(context: Context): void };

/**
 * Powertools idempotency keyed by employee ID, around the creation of the user alone: around a whole event it would swallow
 * an employee's second change. The persistence layer is this operation's own, because a shared one mixes keys.
 */
export const createOnceGuard = (client: DynamoDBClient, tableName: string): CreateOnceGuard => {
  const config = new IdempotencyConfig({ expiresAfterSeconds: RESULT_TTL_SECONDS });
  const persistenceStore = new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client: client });

  const createOnce: CreateOnce = async (employeeId, create) => {
    let ran = false;
    const run = async (_employeeId: string): Promise<DirectoryUser> => {
      ran = true;
      return create();
    };
    const once = makeIdempotent(run, { persistenceStore, config, keyPrefix: "create-user" });
    try {
      return { user: await once(employeeId), ran };
    } catch (error) {
      throw failureOf(error);
    }
  };

  return { createOnce, registerContext: (context) => config.registerLambdaContext(context) };
};

/** What `create` threw passes as it is; Powertools' own errors become failures. Their messages hold keys, so they are not kept. */
const failureOf = (error: unknown): unknown => {
  if (error instanceof Failure) return error;
  if (!(error instanceof Error)) return error;
  if (error.name === "IdempotencyAlreadyInProgressError" || error.name === "IdempotencyInconsistentStateError") {
    return new Failure("CreationInProgress", "another worker is creating this employee's user", {
      cause: error,
    });
  }
  return new Failure("StateUnavailable", `the idempotency table answered ${error.name}`, { cause: error });
};
