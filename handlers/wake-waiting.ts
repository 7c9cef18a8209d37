import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import { sqsClient } from "../adapters/sqs/client.ts";
import { sendResyncsTo } from "../adapters/sqs/send-resyncs.ts";
import { dynamoDbClients } from "../adapters/state/clients.ts";
import { waitingIndex } from "../adapters/state/waiting-index.ts";
import { readWakeConfig } from "../runtime/config.ts";
import { telemetry } from "../runtime/telemetry.ts";
import { type WakeSummary, wakeDue } from "../runtime/wake-due.ts";

// Built once at cold start.
const { employeesTable, urls } = readWakeConfig();
const index = waitingIndex(dynamoDbClients().document, employeesTable);
const send = sendResyncsTo(sqsClient(), urls);
const { logger, metrics, woken } = telemetry();

/** Called every minute: asks the function of each employee who is due to look at her again. */
export const handler = middy<unknown, WakeSummary>()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .handler(async () => {
    const summary = await wakeDue(index, send, new Date());
    woken(summary);
    return summary;
  });
