import { type ChimeDirectoryOptions, chimeDirectory } from "../adapters/directories/chime/directory.ts";
import type { sqsClient } from "../adapters/sqs/client.ts";
import { changeVisibilityIn, sendDeadLetterTo } from "../adapters/sqs/source-queue.ts";
import type { dynamoDbClients } from "../adapters/state/clients.ts";
import type { CreateOnceGuard } from "../adapters/state/create-once.ts";
import { employeesTable } from "../adapters/state/employees-table.ts";
import type { HrEventType } from "../domain/facts/hr-event.ts";
import type { DecideLicense } from "../domain/policy/license-policy.ts";
import type { ConvergePorts } from "../domain/ports.ts";
import type { RoleChangedConfig } from "./config.ts";
import { handleRecord } from "./handle-record.ts";
import { settleFailure } from "./settle-failure.ts";
import { sqsHandler } from "./sqs-handler.ts";
import type { Telemetry } from "./telemetry.ts";

/**
 * All that a function is given to reach the world by. `random` is in [0, 1), for the jitter of retries. `endIn` is told at each invocation
 * how much time there is, in ms.
 */
export type World = {
  readonly chime: Pick<ChimeDirectoryOptions, "clients" | "timer"> & { endIn?(milliseconds: number): void };
  readonly dynamoDb: ReturnType<typeof dynamoDbClients>;
  readonly sqs: ReturnType<typeof sqsClient>;
  readonly decideLicense: DecideLicense;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
  readonly random: () => number;
};

/** The Lambda handler of a function that takes one type of HR event. Without a guard it creates no users. */
export const hrFunction = (accepts: HrEventType, config: RoleChangedConfig, world: World, guard?: CreateOnceGuard) => {
  const { dynamoDb, sqs, telemetry, decideLicense, now, random } = world;
  const { endIn, ...chime } = world.chime;
  const directory = chimeDirectory({ ...chime, accountId: config.CHIME_ACCOUNT_ID });
  const ports: ConvergePorts = {
    employees: employeesTable(dynamoDb.document, config.EMPLOYEES_TABLE),
    directory,
    decideLicense,
    now,
    ...(guard === undefined ? {} : { createOnce: guard.createOnce }),
  };
  const onFailure = settleFailure({
    changeVisibility: changeVisibilityIn(sqs, config.SOURCE_QUEUE_URL),
    deadLetter: sendDeadLetterTo(sqs, config.DEAD_LETTER_QUEUE_URL),
    sourceQueue: config.SOURCE_QUEUE_NAME,
    retry: {
      baseSeconds: config.RETRY_BASE_SECONDS,
      maxSeconds: config.RETRY_MAX_SECONDS,
      maxReceives: config.MAX_RECEIVE_COUNT,
    },
    telemetry,
    now,
    random,
  });
  return sqsHandler({
    handleRecord: handleRecord({ accepts, ports, onFailure, telemetry }),
    telemetry,
    join: directory.join,
    onInvoke: (context) => {
      guard?.registerContext(context);
      endIn?.(context.getRemainingTimeInMillis());
    },
  });
};
