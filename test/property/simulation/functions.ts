import type { SQSRecord } from "aws-lambda";
import { sqsDeadLetterQueue } from "../../../adapters/sqs/dead-letter-queue.ts";
import { creationLock } from "../../../adapters/state/creation-lock.ts";
import type { Timer } from "../../../adapters/timer.ts";
import { replayDeadLetters } from "../../../dead-letters/replay.ts";
import type { FactKind } from "../../../domain/facts/hr-event.ts";
import { type Dependencies, hrFunction } from "../../../runtime/hr-function.ts";
import { telemetry } from "../../../runtime/telemetry.ts";
import { TITLED_POLICY } from "../../support/titled-policy.ts";
import type { SimulatedClients } from "./clients.ts";
import { connectDirectory } from "./connect-directory.ts";
import type { QueueName } from "./history.ts";
import type { SimulatedMessage } from "./queues.ts";
import { deadLettersOf, type SimulatedWorld, urlOf } from "./world.ts";

/** How many receives a message gets before it is dead-lettered. */
export const MAX_RECEIVES = 3;

/** How long a change waits for its hire, in seconds: long enough to be looked at twice. */
export const HIRE_GRACE = 600;

const KIND_OF: Readonly<Record<QueueName, FactKind>> = { hired: "hired", changed: "role-changed", left: "left" };

// Makes the logger write to the console, where the simulation reads it.
Object.assign(process.env, { POWERTOOLS_DEV: "true", POWERTOOLS_SERVICE_NAME: "simulation" });
const logged = telemetry();

/** A deployed function with simulated clients. The simulation's policy gives the license that the title names. */
export const deployedFunction = (
  queue: QueueName,
  simulated: SimulatedClients,
  world: SimulatedWorld,
  timer: Timer,
) => {
  const { now } = world;
  const config = {
    EMPLOYEES_TABLE: "employees",
    SOURCE_QUEUE_NAME: queue,
    SOURCE_QUEUE_URL: urlOf(queue),
    DEAD_LETTER_QUEUE_URL: deadLettersOf(queue),
    MAX_RECEIVE_COUNT: MAX_RECEIVES,
    RETRY_BASE_SECONDS: 30,
    RETRY_MAX_SECONDS: 900,
    HIRE_GRACE_SECONDS: HIRE_GRACE,
  };
  const { dynamoDb, sqs } = simulated;
  const dependencies: Dependencies = {
    openDirectory: connectDirectory(simulated, world, timer),
    dynamoDb,
    sqs,
    policy: { ...TITLED_POLICY, canRename: world.canRename },
    telemetry: logged,
    timer,
    now: () => new Date(now()),
    random: () => 0.5,
  };
  const lock = queue === "hired" ? creationLock(dynamoDb.plain, "idempotency") : undefined;
  return hrFunction(KIND_OF[queue], config, dependencies, lock);
};

/** Replays all dead letters of a queue; once there are no more faults, also those that were replayed five times. */
export const deployedReplay = async (
  queue: QueueName,
  { sqs }: SimulatedClients,
  { now, state }: SimulatedWorld,
): Promise<void> => {
  const urls = { name: queue, sourceUrl: urlOf(queue), deadLetterUrl: deadLettersOf(queue) };
  const environment = {
    now: () => new Date(now()),
    sleep: async () => {},
    shouldStop: () => false,
    onProgress: () => {},
  };
  await replayDeadLetters(sqsDeadLetterQueue(sqs, urls), { filter: {}, force: state.calm }, environment);
};

/** The record that Lambda passes to a function for a message. */
export const sqsRecord = ({ id, body, attributes, receiveCount }: SimulatedMessage): SQSRecord =>
  ({
    messageId: id,
    receiptHandle: id,
    body,
    attributes: { ApproximateReceiveCount: String(receiveCount) },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, { DataType, StringValue }]) => [
        name,
        { dataType: DataType, stringValue: StringValue },
      ]),
    ),
  }) as never;
