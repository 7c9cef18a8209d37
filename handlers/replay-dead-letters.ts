import { setTimeout as sleep } from "node:timers/promises";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { sqsClient } from "../adapters/sqs/client.ts";
import { sqsDeadLetterQueue } from "../adapters/sqs/dead-letter-queue.ts";
import type { DeadLetterQueue } from "../dead-letters/dead-letter-queue.ts";
import { type ReplaySummary, replayDeadLetters } from "../dead-letters/replay.ts";
import { summarize } from "../dead-letters/summarize.ts";
import { readReplayConfig } from "../runtime/config.ts";
import { type ReplayRequest, readReplayRequest } from "../runtime/replay-request.ts";
import { telemetry } from "../runtime/telemetry.ts";

/** In ms: stops this long before the function's time-out, to give back what was received. */
const RESERVE = 10_000;

// Built once at cold start.
const config = readReplayConfig();
const sqs = sqsClient();
const { logger } = telemetry();

/**
 * Counts, and about how many dead letters are left. `inFlight` were hidden at the start, so that they were not looked
 * at: somebody else reads them, or a run that was killed did.
 */
export type ReplayResult = Partial<ReplaySummary> & {
  readonly queue: string;
  readonly dryRun: boolean;
  readonly matching?: number;
  readonly inFlight: number;
  readonly left: number;
  readonly stoppedEarly: boolean;
};

/** Called by a schedule, a console or `serverless invoke`. @throws Error that names the member of a bad request */
export const handler = middy<unknown, ReplayResult>()
  .use(injectLambdaContext(logger))
  .handler(async (input, context) => {
    const request = readReplayRequest(input);
    const queue = sqsDeadLetterQueue(sqs, config[request.queue]);
    const shouldStop = () => context.getRemainingTimeInMillis() < RESERVE;
    const { inFlight } = await queue.depth();
    const done = await (request.dryRun ? preview : replay)(queue, request, shouldStop);
    const after = await queue.depth();
    const result = {
      queue: request.queue,
      dryRun: request.dryRun,
      ...done,
      inFlight,
      left: after.waiting + after.inFlight,
      stoppedEarly: shouldStop(),
    };
    logger.info("dead letters replayed", { event: "dead-letters-replayed", ...result, exhausted: undefined });
    return result;
  });

type ShouldStop = () => boolean;

const preview = async (queue: DeadLetterQueue, { filter, limit }: ReplayRequest, shouldStop: ShouldStop) => {
  const { seen, matching } = await summarize(queue, { shouldStop, filter, limit, skipExhausted: true, keep: 0 });
  return { seen, matching };
};

const replay = (queue: DeadLetterQueue, { filter, limit, rate }: ReplayRequest, shouldStop: ShouldStop) =>
  replayDeadLetters(
    queue,
    { filter, limit, rate, force: false },
    { now: () => new Date(), sleep, shouldStop, onProgress: () => {} },
  );
