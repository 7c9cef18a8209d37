import compiledPolicy from "seatkeeper:license-policy";
import { chimeClients, dynamoDbClients, sqsClient } from "../adapters/aws-clients.ts";
import { chimeDirectory } from "../adapters/chime-directory.ts";
import { employeesTable } from "../adapters/employees-table.ts";
import { deadLetterQueue, hideIn } from "../adapters/sqs-queue.ts";
import { licensePolicy } from "../domain/decide-license.ts";
import type { ConvergePorts } from "../domain/ports.ts";
import type { RoleChangedConfig } from "./config.ts";
import { settleFailure } from "./settle-failure.ts";
import { telemetry } from "./telemetry.ts";

const now = () => new Date();

/** Built once at cold start: what both HR event functions share. */
export const wire = (config: RoleChangedConfig) => {
  const chime = chimeClients();
  const dynamoDb = dynamoDbClients();
  const sqs = sqsClient();
  const told = telemetry();
  const directory = chimeDirectory({
    client: chime.update,
    createClient: chime.create,
    accountId: config.CHIME_ACCOUNT_ID,
  });
  const ports: ConvergePorts = {
    employees: employeesTable(dynamoDb.document, config.EMPLOYEES_TABLE),
    directory,
    decideLicense: licensePolicy(compiledPolicy),
    now,
  };
  const onFailure = settleFailure({
    hide: hideIn(sqs, config.SOURCE_QUEUE_URL),
    deadLetter: deadLetterQueue(sqs, config.DEAD_LETTER_QUEUE_URL),
    sourceQueue: config.SOURCE_QUEUE_NAME,
    retry: {
      baseSeconds: config.RETRY_BASE_SECONDS,
      maxSeconds: config.RETRY_MAX_SECONDS,
      maxReceives: config.MAX_RECEIVE_COUNT,
    },
    telemetry: told,
    now,
    random: Math.random,
  });
  return { ports, onFailure, telemetry: told, join: directory.join, dynamoDb };
};
