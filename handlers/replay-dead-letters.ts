import { setTimeout as sleep } from "node:timers/promises";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { sqsClient } from "../adapters/aws-clients.ts";
import { sqsLetterQueue } from "../adapters/sqs-letter-queue.ts";
import { type ReplaySummary, replayLetters } from "../domain/replay-letters.ts";
import { surveyLetters } from "../domain/survey-letters.ts";
import { countUpReplays, readLetter } from "../events/read-letter.ts";
import { readReplayConfig } from "./config.ts";
import { type ReplayRequest, readReplayRequest } from "./replay-request.ts";
import { telemetry } from "./telemetry.ts";

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
    const urls = config[request.queue];
    const queue = sqsLetterQueue(sqs, { name: request.queue, ...urls });
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

type Queue = ReturnType<typeof sqsLetterQueue>;
type ShouldStop = () => boolean;

const look = async (queue: Queue, { filter }: ReplayRequest, shouldStop: ShouldStop) => {
  const startedAt = new Date().toISOString();
  const { seen, matching } = await surveyLetters(queue, { startedAt, shouldStop, filter, keep: 0, read: readLetter });
  return { seen, matching };
};

const replay = (queue: Queue, { filter, limit, rate }: ReplayRequest, shouldStop: ShouldStop): Promise<ReplaySummary> =>
  replayLetters(
    queue,
    { filter, limit, rate, force: false },
    {
      read: readLetter,
      countUp: countUpReplays,
      now: () => new Date(),
      sleep,
      shouldStop,
      onProgress: () => {},
    },
  );
