import { setTimeout as sleep } from "node:timers/promises";
import { confirmStage } from "../../../config/confirm-stage.ts";
import { MAX_REPLAYS } from "../../../dead-letters/dead-letter.ts";
import type { DeadLetterQueue } from "../../../dead-letters/dead-letter-queue.ts";
import { ReplayFailed, type ReplaySummary, replayDeadLetters } from "../../../dead-letters/replay.ts";
import { deadLetterTable } from "../../dead-letter-table.ts";
import { isInterrupted } from "../../interruption.ts";
import type { DeadLetterOptions } from "../../options.ts";
import { type CommandResult, orInterrupted } from "../../program.ts";
import { progressBar } from "../../progress.ts";
import { type QueueReplay, replayReport } from "../../replay-report.ts";
import { explain, withQueues } from "../../stage.ts";
import { inFlightIn, planQueues, type QueueSummary } from "../../summaries.ts";

export type ReplayCommandOptions = DeadLetterOptions & {
  readonly execute?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly rate?: number;
};

/** `seatkeeper dlq replay`: sends dead letters back to their source queue; without --execute it shows which. */
export const dlqReplay = async (options: ReplayCommandOptions): Promise<CommandResult> => {
  if (!options.execute) return dryRun(options);
  await confirmStage(options.stage, { confirmed: options.yes ?? false, otherwise: "give --yes" });
  const replays = await withQueues(options, (queues) => replayQueues(queues, options));
  return replayReport(replays, isInterrupted(), options.json ?? false);
};

const dryRun = async (options: ReplayCommandOptions): Promise<CommandResult> => {
  const { force = false, json = false } = options;
  const summaries = await planQueues(options, { skipExhausted: !force });
  const text = json ? planDocument(summaries) : planText(summaries, force);
  return orInterrupted(text, isInterrupted(), "there may be more dead letters than these");
};

const planDocument = (summaries: readonly QueueSummary[]): string => {
  const plans = summaries.map(({ queue, matching, exhausted }) => ({
    queue,
    from: `${queue}-dlq`,
    selected: matching,
    exhausted,
  }));
  return JSON.stringify({ dryRun: true, inFlight: inFlightIn(summaries), plans }, null, 2);
};

const planText = (summaries: readonly QueueSummary[], force: boolean): string => {
  const shown = deadLetterTable(summaries, new Date());
  if (summaries.every(({ matching, exhausted }) => matching + exhausted === 0)) return shown;
  const lines = summaries.map(({ queue, matching, exhausted }) => {
    const skipped = exhausted > 0 && !force ? `; left alone, because replayed ${MAX_REPLAYS} times: ${exhausted}` : "";
    return `${matching} would go from ${queue}-dlq to ${queue}${skipped}`;
  });
  return [shown, ...lines, "Nothing was sent: --execute does it."].join("\n");
};

/** One queue after the other, until the limit for all together, Ctrl-C or a failure of SQS. */
const replayQueues = async (
  queues: readonly DeadLetterQueue[],
  options: ReplayCommandOptions,
): Promise<readonly QueueReplay[]> => {
  const replays: QueueReplay[] = [];
  let { limit } = options;
  for (const queue of queues) {
    const replay = await replayQueue(queue, { ...options, limit });
    replays.push(replay);
    if (limit !== undefined) limit -= replay.summary.selected;
    if (replay.failure !== undefined || isInterrupted() || limit === 0) break;
  }
  return replays;
};

const replayQueue = async (queue: DeadLetterQueue, options: ReplayCommandOptions): Promise<QueueReplay> => {
  const { stage, limit = Number.POSITIVE_INFINITY, rate, force = false } = options;
  const { waiting, inFlight } = await queue.depth();
  const bar = progressBar(queue.name, Math.min(limit, waiting));
  const dependencies = {
    now: () => new Date(),
    sleep,
    shouldStop: isInterrupted,
    onProgress: ({ seen }: ReplaySummary) => bar.show(seen),
  };
  try {
    const summary = await replayDeadLetters(queue, { filter: options, limit, rate, force }, dependencies);
    return { queue: queue.name, inFlight, summary };
  } catch (error) {
    if (!(error instanceof ReplayFailed)) throw error;
    const cause = explain(error.cause, stage);
    const failure = cause instanceof Error ? cause.message : String(cause);
    return { queue: queue.name, inFlight, summary: error.summary, failure };
  } finally {
    bar.end();
  }
};
