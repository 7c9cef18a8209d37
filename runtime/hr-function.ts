import type { OpenDirectories } from "../adapters/directories/open-directory.ts";
import type { sqsClient } from "../adapters/sqs/client.ts";
import { changeVisibilityIn, sendDeadLetterTo } from "../adapters/sqs/source-queue.ts";
import type { dynamoDbClients } from "../adapters/state/clients.ts";
import type { RegisteredLock } from "../adapters/state/creation-lock.ts";
import { employeesTable } from "../adapters/state/employees-table.ts";
import type { Timer } from "../adapters/timer.ts";
import type { FactKind } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import type { LicensePolicy } from "../domain/policy/license-policy.ts";
import { postpone } from "../domain/reconcile/postpone.ts";
import { QUEUES } from "../events/catalogue.ts";
import type { HrFunctionConfig } from "./config.ts";
import { handleBatch, type OpenInvocation } from "./handle-batch.ts";
import { type SettleFailure, settleFailureWith } from "./settle-failure.ts";
import { sqsHandler } from "./sqs-handler.ts";
import type { Telemetry } from "./telemetry.ts";

/** All that a function reaches the world by. `random` is in [0, 1), for the jitter of retries. */
export type Dependencies = {
  readonly openDirectory: OpenDirectories;
  readonly dynamoDb: ReturnType<typeof dynamoDbClients>;
  readonly sqs: ReturnType<typeof sqsClient>;
  readonly policy: LicensePolicy;
  readonly telemetry: Telemetry;
  readonly timer: Timer;
  readonly now: () => Date;
  readonly random: () => number;
};

/**
 * The Lambda handler of the function that takes the queue of one kind of fact, and may do what the catalogue says. If it
 * may create accounts, it does so under `lock`.
 */
export const hrFunction = (
  queue: FactKind,
  config: HrFunctionConfig,
  dependencies: Dependencies,
  lock: RegisteredLock = NO_LOCK,
) => {
  const { telemetry, timer, now } = dependencies;
  const open = openInvocation(queue, config, dependencies, lock);
  const settleFailure = settleFailureIn(config, dependencies);
  return sqsHandler({
    handleBatch: handleBatch({ queue, open, settleFailure, telemetry, now }),
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
  queue: FactKind,
  { EMPLOYEES_TABLE, HIRE_GRACE_SECONDS }: HrFunctionConfig,
  { openDirectory, dynamoDb, policy, now }: Dependencies,
  { lock: creationLock }: RegisteredLock,
): OpenInvocation => {
  const employees = employeesTable(dynamoDb.document, EMPLOYEES_TABLE);
  const { may } = QUEUES[queue];
  const hireGraceMs = HIRE_GRACE_SECONDS * 1000;
  return (members, { remainingMs, signal }) => {
    const directory = openDirectory({ members, remainingMs, signal });
    return {
      dependencies: { employees, directory, creationLock, policy, may, hireGraceMs, now, signal },
      leave: directory.leave,
    };
  };
};

const settleFailureIn = (
  config: HrFunctionConfig,
  { dynamoDb, sqs, telemetry, now, random }: Dependencies,
): SettleFailure => {
  const employees = employeesTable(dynamoDb.document, config.EMPLOYEES_TABLE);
  return settleFailureWith({
    postpone: (employeeId, ms) => postpone({ employees, now }, employeeId, ms),
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
};
