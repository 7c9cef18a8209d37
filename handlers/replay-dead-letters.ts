import { setTimeout as sleep } from "node:timers/promises";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { sqsClient } from "../adapters/sqs/client.ts";
import { sqsDeadLetterQueue } from "../adapters/sqs/dead-letter-queue.ts";
import { countUpReplays, readDeadLetter } from "../dead-letters/read-dead-letter.ts";
import { type ReplaySummary, replayDeadLetters } from "../dead-letters/replay.ts";
import { summarize } from "../dead-letters/summarize.ts";
import { readReplayConfig } from "../runtime/config.ts";
import { type ReplayRequest, readReplayRequest } from "../runtime/replay-request.ts";
import { telemetry } from "../runtime/telemetry.ts";

/** Stops this long before the function's time-out, in ms: time to give back what was taken out. */
const RESERVE = 10_000;

// Built once at cold start.
const config = readReplayConfig();
const sqs = sqsClient();
const { logger } = telemetry();

/** Counts, and about how many letters are left. */
export type ReplayAnswer = Partial<ReplaySummary> & {
  readonly queue: string;
  readonly dryRun: boolean;
  readonly matching?: number;
  readonly left: number;
  readonly stoppedEarly: boolean;
};

/** Called by a schedule, a console or `serverless invoke`. @throws Error that names the member of a bad request */
export const handler = middy<unknown, ReplayAnswer>()
  .use(injectLambdaContext(logger))
  .handler(async (input, context) => {
    const request = readReplayRequest(input);
    const queue = sqsDeadLetterQueue(sqs, config[request.queue]);
    const shouldStop = () => context.getRemainingTimeInMillis() < RESERVE;
    const done = request.dryRun ? await look(queue, request, shouldStop) : await replay(queue, request, shouldStop);
    const answer = {
      queue: request.queue,
      dryRun: request.dryRun,
      ...done,
      left: await queue.count(),
      stoppedEarly: shouldStop(),
    };
    logger.info("dead letters replayed", { ...answer, exhausted: undefined });
    return answer;
  });

type Queue = ReturnType<typeof sqsDeadLetterQueue>;
type ShouldStop = () => boolean;

const look = async (queue: Queue, { filter }: ReplayRequest, shouldStop: ShouldStop) => {
  const startedAt = new Date().toISOString();
  const { seen, matching } = await summarize(queue, { startedAt, shouldStop, filter, keep: 0, read: readDeadLetter });
  return { seen, matching };
};

const replay = (queue: Queue, { filter, limit, rate }: ReplayRequest, shouldStop: ShouldStop): Promise<ReplaySummary> =>
  replayDeadLetters(
    queue,
    { filter, limit, rate, force: false },
    {
      read: readDeadLetter,
      countUp: countUpReplays,
      now: () => new Date(),
      sleep,
      shouldStop,
      onProgress: () => {},
    },
  );
