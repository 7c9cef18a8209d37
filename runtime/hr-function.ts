import type { ChimeClients } from "../adapters/directories/chime/clients.ts";
import { chimeDirectory } from "../adapters/directories/chime/directory.ts";
import type { sqsClient } from "../adapters/sqs/client.ts";
import { changeVisibilityIn, sendDeadLetterTo } from "../adapters/sqs/source-queue.ts";
import type { dynamoDbClients } from "../adapters/state/clients.ts";
import type { RegisteredLock } from "../adapters/state/creation-lock.ts";
import { employeesTable } from "../adapters/state/employees-table.ts";
import type { Timer } from "../adapters/timer.ts";
import type { EventKind } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import type { LicensePolicy } from "../domain/policy/license-policy.ts";
import { CATALOGUE } from "../events/catalogue.ts";
import type { HrFunctionConfig } from "./config.ts";
import { handleBatch, type OpenInvocation } from "./handle-batch.ts";
import { type SettleFailure, settleFailureWith } from "./settle-failure.ts";
import { sqsHandler } from "./sqs-handler.ts";
import type { Telemetry } from "./telemetry.ts";

/** All that a function reaches the world by. `random` is in [0, 1), for the jitter of retries. */
export type Dependencies = {
  readonly chime: ChimeClients;
  readonly dynamoDb: ReturnType<typeof dynamoDbClients>;
  readonly sqs: ReturnType<typeof sqsClient>;
  readonly policy: LicensePolicy;
  readonly telemetry: Telemetry;
  readonly timer: Timer;
  readonly now: () => Date;
  readonly random: () => number;
};

/**
 * The Lambda handler of the function that takes one kind of HR event. It creates accounts only if the catalogue says
 * so, under `lock`.
 */
export const hrFunction = (
  accepts: EventKind,
  config: HrFunctionConfig,
  dependencies: Dependencies,
  lock: RegisteredLock = NO_LOCK,
) => {
  const { telemetry, timer, now } = dependencies;
  const open = openInvocation(accepts, config, dependencies, lock);
  const settleFailure = settleFailureIn(config, dependencies);
  return sqsHandler({
    handleBatch: handleBatch({ accepts, open, settleFailure, telemetry, now }),
    telemetry,
    timer,
    onInvoke: (context) => lock.registerContext(context),
  });
};

/** Of a function that may not create accounts. */
const NO_LOCK: RegisteredLock = {
  lock: () => Promise.reject(new Failure("Unexpected", "this function may not create accounts")),
  registerContext: () => {},
};

const openInvocation = (
  accepts: EventKind,
  { CHIME_ACCOUNT_ID: accountId, EMPLOYEES_TABLE }: HrFunctionConfig,
  { chime: clients, dynamoDb, policy, timer, now }: Dependencies,
  { lock: creationLock }: RegisteredLock,
): OpenInvocation => {
  const openDirectory = chimeDirectory({ clients, accountId, timer });
  const employees = employeesTable(dynamoDb.document, EMPLOYEES_TABLE);
  const { mayCreate } = CATALOGUE[accepts];
  return (members, { remainingMs, signal }) => {
    const directory = openDirectory({ members, remainingMs, signal });
    return {
      dependencies: { employees, directory, creationLock, policy, mayCreate, now, signal },
      leave: directory.leave,
    };
  };
};

const settleFailureIn = (config: HrFunctionConfig, { sqs, telemetry, now, random }: Dependencies): SettleFailure =>
  settleFailureWith({
    changeVisibility: changeVisibilityIn(sqs, config.SOURCE_QUEUE_URL),
    sendDeadLetter: sendDeadLetterTo(sqs, config.DEAD_LETTER_QUEUE_URL),
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
