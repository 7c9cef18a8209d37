import { setTimeout as sleep } from "node:timers/promises";
import { confirmStage } from "../../../config/confirm-stage.ts";
import { MAX_REPLAYS } from "../../../dead-letters/dead-letter.ts";
import type { DeadLetterQueue } from "../../../dead-letters/dead-letter-queue.ts";
import { ReplayFailed, type ReplaySummary, replayDeadLetters } from "../../../dead-letters/replay.ts";
import { deadLetterTable, NO_MATCH } from "../../dead-letter-table.ts";
import { isInterrupted } from "../../interruption.ts";
import type { DeadLetterOptions } from "../../options.ts";
import type { CommandResult } from "../../program.ts";
import { progressBar } from "../../progress.ts";
import { type QueueReplay, replayReport } from "../../replay-report.ts";
import { explain, withQueues } from "../../stage.ts";
import { matchingIn, summarizeQueues } from "../../summaries.ts";

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
  const summaries = await summarizeQueues(options);
  const { force, json } = options;
  let { limit: room = Number.POSITIVE_INFINITY } = options;
  const plans = summaries.map(({ queue, matching, exhausted }) => ({
    queue,
    from: `${queue}-dlq`,
    exhausted,
    matching,
  }));
  if (json) return { text: JSON.stringify({ dryRun: true, plans }, null, 2), complete: true };
  if (matchingIn(summaries) === 0) return { text: NO_MATCH, complete: true };
  const lines = plans.map(({ queue, from, matching, exhausted }) => {
    const count = Math.min(room, force ? matching : matching - exhausted);
    room -= count;
    const skipped =
      exhausted > 0 && !force ? `; ${exhausted} were replayed ${MAX_REPLAYS} times and are left alone` : "";
    return `${count} would go from ${from} to ${queue}${skipped}`;
  });
  const shown = deadLetterTable(summaries, new Date());
  return { text: [shown, ...lines, "Nothing was sent: --execute does it."].join("\n"), complete: true };
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
    if (replay.failure !== undefined || isInterrupted()) break;
    if (limit !== undefined) limit -= replay.summary.selected;
  }
  return replays;
};

const replayQueue = async (queue: DeadLetterQueue, options: ReplayCommandOptions): Promise<QueueReplay> => {
  const { stage, limit = Number.POSITIVE_INFINITY, rate, force = false } = options;
  const bar = progressBar(queue.name, Math.min(limit, await queue.count()));
  const dependencies = {
    now: () => new Date(),
    sleep,
    shouldStop: isInterrupted,
    onProgress: ({ seen }: ReplaySummary) => bar.show(seen),
  };
  try {
    const summary = await replayDeadLetters(queue, { filter: options, limit, rate, force }, dependencies);
    return { queue: queue.name, summary };
  } catch (error) {
    if (!(error instanceof ReplayFailed)) throw error;
    const cause = explain(error.cause, stage);
    const failure = cause instanceof Error ? cause.message : String(cause);
    return { queue: queue.name, summary: error.summary, failure };
  } finally {
    bar.end();
  }
};
