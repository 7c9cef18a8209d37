import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { HandleRecord } from "./handle-record.ts";
import type { Telemetry } from "./telemetry.ts";

export type SqsHandlerOptions = {
  readonly handleRecord: HandleRecord;
  readonly telemetry: Telemetry;
  /** Called for each record before the first is handled; what it answers is called when the record is done. */
  readonly join?: () => () => void;
  /** Called first at each invocation. */
  readonly onInvoke?: (context: Context) => void;
};

/**
 * Middy's own early time-out is off: it would answer while records still run, and Lambda would freeze them halfway to
 * wake them inside a later invocation. Killed at the time-out, they come back whole.
 */
const PLUGIN = { timeoutEarlyInMillis: 0 };

/** A Lambda handler for an SQS event source with `ReportBatchItemFailures`: records are independent and run side by side. */
export const sqsHandler = ({ handleRecord, telemetry: { logger, metrics }, join, onInvoke }: SqsHandlerOptions) =>
  middy<SQSEvent, SQSBatchResponse>(PLUGIN)
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler(async ({ Records = [] }, context) => {
      onInvoke?.(context);
      const leave = Records.map(() => join?.());
      const verdicts = await Promise.all(
        Records.map((record, index) => handleRecord(record).finally(() => leave[index]?.())),
      );
      const redelivered = Records.filter((_, index) => verdicts[index] === "redeliver");
      return { batchItemFailures: redelivered.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
