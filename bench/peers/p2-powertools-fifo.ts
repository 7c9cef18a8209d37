import { processPartialResponse, SqsFifoPartialProcessorAsync } from "@aws-lambda-powertools/batch";
import type { Context, SQSEvent } from "aws-lambda";
import { config, handleOnce } from "./idempotent.ts";

const processor = new SqsFifoPartialProcessorAsync();

/** P2: the same with the FIFO processor, one record after another. A FIFO event source has batches of at most 10. */
export const handler = async (event: SQSEvent, context: Context) => {
  config.registerLambdaContext(context);
  return processPartialResponse(event, handleOnce, processor, { context, throwOnFullBatchFailure: false });
};
