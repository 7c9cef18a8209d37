import { processPartialResponse, SqsFifoPartialProcessorAsync } from "@aws-lambda-powertools/batch";
import type { Context, SQSEvent } from "aws-lambda";
import { config, handleOnce } from "./idempotent.ts";

const processor = new SqsFifoPartialProcessorAsync();

/** P2: the same on the FIFO processor, one record after the other; a FIFO event source hands over 10 at most. */
export const handler = async (event: SQSEvent, context: Context) => {
  config.registerLambdaContext(context);
  return processPartialResponse(event, handleOnce, processor, { context, throwOnFullBatchFailure: false });
};
