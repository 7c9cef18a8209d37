import type { SQSEvent } from "aws-lambda";
import { apply, readFact } from "./facts.ts";

/** P0: a loop with one UpdateUser per record. One failure fails the batch. */
export const handler = async ({ Records }: SQSEvent) => {
  for (const record of Records) await apply(readFact(record));
  return { batchItemFailures: [] };
};
