import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { SQSRecord } from "aws-lambda";
import { apply, dynamoDb, type Fact, readFact } from "./facts.ts";

const persistenceStore = new DynamoDBPersistenceLayer({
  tableName: process.env["IDEMPOTENCY_TABLE"] ?? "",
  awsSdkV3Client: dynamoDb,
});

/** Each invocation registers its context here. */
export const config = new IdempotencyConfig({ eventKeyJmesPath: "id" });

const once = makeIdempotent((fact: Fact) => apply(fact), { persistenceStore, config });

/** Sends one UpdateUser per event ID. */
export const handleOnce = (record: SQSRecord) => once(readFact(record));
