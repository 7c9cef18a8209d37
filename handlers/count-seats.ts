import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { dynamoDbClients } from "../adapters/state/clients.ts";
import { countLicenses } from "../adapters/state/count-licenses.ts";
import type { License } from "../domain/accounts/license.ts";
import { readCountSeatsConfig } from "../runtime/config.ts";
import { telemetry } from "../runtime/telemetry.ts";

// Built once at cold start.
const { EMPLOYEES_TABLE } = readCountSeatsConfig();
const { document } = dynamoDbClients();
const { logger, seats: reportSeats } = telemetry();

/** Called every hour: how many employees have which license, as the metric `Seats` for dashboard and alarm. */
export const handler = middy<unknown, Readonly<Record<License, number>>>()
  .use(injectLambdaContext(logger))
  .handler(async () => {
    const seats = await countLicenses(document, EMPLOYEES_TABLE);
    reportSeats(seats);
    return seats;
  });
