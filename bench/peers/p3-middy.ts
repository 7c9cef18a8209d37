import middy from "@middy/core";
import sqsPartialBatchFailure from "@middy/sqs-partial-batch-failure";
import type { SQSEvent } from "aws-lambda";
import { apply, readFact } from "./facts.ts";

/** P3: middy's sqs-partial-batch-failure, concurrent, with one UpdateUser per record. */
export const handler = middy<SQSEvent>()
  .use(sqsPartialBatchFailure())
  .handler(({ Records }) => Promise.allSettled(Records.map(async (record) => apply(readFact(record)))));
