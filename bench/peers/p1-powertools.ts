import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { Context, SQSEvent } from "aws-lambda";
import { config, handleOnce } from "./idempotent.ts";

const processor = new BatchProcessor(EventType.SQS);

/** P1: Powertools' BatchProcessor, concurrent, with makeIdempotent by event ID and one UpdateUser per record. */
export const handler = async (event: SQSEvent, context: Context) => {
  config.registerLambdaContext(context);
  return processPartialResponse(event, handleOnce, processor, { context, throwOnFullBatchFailure: false });
};
