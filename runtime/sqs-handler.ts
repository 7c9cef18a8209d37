import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Timer } from "../adapters/timer.ts";
import { startDeadline } from "./deadline.ts";
import type { HandleBatch } from "./handle-batch.ts";
import type { Telemetry } from "./telemetry.ts";

export type SqsHandlerOptions = {
  readonly handleBatch: HandleBatch;
  readonly telemetry: Telemetry;
  readonly timer: Timer;
  /** Called first at each invocation. */
  readonly onInvoke: (context: Context) => void;
};

/**
 * Middy's own early time-out is off: it would respond while records still run, and Lambda would freeze them halfway to
 * wake them inside a later invocation. Ours ends each record by itself.
 */
const PLUGIN = { timeoutEarlyInMillis: 0 };

/** A Lambda handler for an SQS event source with `ReportBatchItemFailures`. */
export const sqsHandler = ({ handleBatch, telemetry, timer, onInvoke }: SqsHandlerOptions) =>
  middy<SQSEvent, SQSBatchResponse>(PLUGIN)
    .use(injectLambdaContext(telemetry.logger))
    .use(logMetrics(telemetry.metrics))
    .handler(async ({ Records = [] }, context) => {
      onInvoke(context);
      const deadline = startDeadline(context.getRemainingTimeInMillis(), timer);
      const settlements = await handleBatch(Records, deadline).finally(deadline.end);
      const redelivered = Records.filter((_, index) => settlements[index] === "redeliver");
      return { batchItemFailures: redelivered.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
