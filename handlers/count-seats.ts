import directory from "seatkeeper:directory";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { dynamoDbClients } from "../adapters/state/clients.ts";
import { countEmployees, type EmployeeCounts } from "../adapters/state/count-employees.ts";
import { readCountSeatsConfig } from "../runtime/config.ts";
import { telemetry } from "../runtime/telemetry.ts";

// Built once at cold start.
const { EMPLOYEES_TABLE } = readCountSeatsConfig();
const licenses = directory.licenses.map(({ name }) => name);
const { document } = dynamoDbClients();
const { logger, seats: reportSeats, waiting: reportWaiting } = telemetry();

/**
 * Called every hour: how many employees have which license, as the metric `Seats`, and how many wait for what, as the
 * metric `Waiting`, for dashboard and alarm.
 */
export const handler = middy<unknown, EmployeeCounts>()
  .use(injectLambdaContext(logger))
  .handler(async () => {
    const counts = await countEmployees(document, EMPLOYEES_TABLE, licenses);
    reportSeats(counts.seats);
    reportWaiting(counts.waiting);
    return counts;
  });
