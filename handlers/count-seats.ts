import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { dynamoDbClients } from "../adapters/aws-clients.ts";
import { countLicenses } from "../adapters/count-licenses.ts";
import type { License } from "../domain/license.ts";
import { readCountSeatsConfig } from "./config.ts";
import { telemetry } from "./telemetry.ts";

// Built once at cold start.
const { EMPLOYEES_TABLE } = readCountSeatsConfig();
const { document } = dynamoDbClients();
const told = telemetry();

/** Called every hour: how many employees have which license, as the metric `Seats` for dashboard and alarm. */
export const handler = middy<unknown, Readonly<Record<License, number>>>()
  .use(injectLambdaContext(told.logger))
  .handler(async () => {
    const seats = await countLicenses(document, EMPLOYEES_TABLE);
    told.seats(seats);
    return seats;
  });
