import { setTimeout as sleep } from "node:timers/promises";
import { confirmStage } from "../../../config/confirm-stage.ts";
import type { DeadLetterQueue } from "../../../dead-letters/dead-letter-queue.ts";
import { countUpReplays, readDeadLetter } from "../../../dead-letters/read-dead-letter.ts";
import { MAX_REPLAYS, ReplayFailed, type ReplaySummary, replayDeadLetters } from "../../../dead-letters/replay.ts";
import type { CommandResult } from "../../command-result.ts";
import { interruption } from "../../interruption.ts";
import { type DeadLetterOptions, positive, type Selection, selectionOf } from "../../options.ts";
import { counted } from "../../print.ts";
import { progressBar } from "../../progress-bar.ts";
import { explain } from "../../stage.ts";
import { matchingIn, survey, withQueues } from "../../summaries.ts";
import { listText } from "./list.ts";

export type ReplayCommandOptions = DeadLetterOptions & {
  readonly execute?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly rate?: string;
};

/** What was done in one queue; `failure` where SQS failed on the way. */
type QueueReplay = { readonly queue: string; readonly summary: ReplaySummary; readonly failure?: string };
type Settings = Pick<Selection, "filter" | "limit"> & { readonly rate: number | undefined; readonly force: boolean };

/** `seatkeeper dlq replay`: sends letters back to where they came from; without --execute it tells what would go where. */
export const dlqReplay = async (options: ReplayCommandOptions): Promise<CommandResult> => {
  const rate = options.rate === undefined ? undefined : positive("--rate", options.rate, false);
  if (!options.execute) return dryRun(options);
  const { filter, limit } = selectionOf(options);
  await confirmStage(options.stage, { confirmed: options.yes ?? false, otherwise: "give --yes" });
  const settings = { filter, limit, rate, force: options.force ?? false };
  const replays = await withQueues(options, (queues) => replayQueues(queues, settings, options.stage));
  return report(replays, options.json ?? false);
};

const dryRun = async (options: ReplayCommandOptions): Promise<CommandResult> => {
  const surveys = await survey(options);
  const { limit = Number.POSITIVE_INFINITY } = selectionOf(options);
  const plans = surveys.map(({ queue, matching, exhausted }) => ({ queue, from: `${queue}-dlq`, exhausted, matching }));
  if (options.json) return { text: JSON.stringify({ dryRun: true, plans }, null, 2), complete: true };
  if (matchingIn(surveys) === 0) return { text: "No dead letter matches.", complete: true };
  const lines = plans.map(({ queue, from, matching, exhausted }) => {
    const goes = Math.min(limit, options.force ? matching : matching - exhausted);
    const alone =
      exhausted > 0 && !options.force ? `; ${exhausted} were replayed ${MAX_REPLAYS} times and are left alone` : "";
    return `${goes} would go from ${from} to ${queue}${alone}`;
  });
  const shown = listText(surveys, new Date());
  return { text: [shown, ...lines, "Nothing was sent: --execute does it."].join("\n"), complete: true };
};

/** One queue after the other, until the limit that holds for all together, Ctrl-C or a failure of SQS. */
const replayQueues = async (
  queues: readonly DeadLetterQueue[],
  settings: Settings,
  stage: string,
): Promise<readonly QueueReplay[]> => {
  const replays: QueueReplay[] = [];
  let { limit } = settings;
  for (const queue of queues) {
    const replay = await replayQueue(queue, { ...settings, limit }, stage);
    replays.push(replay);
    if (replay.failure !== undefined || interruption().isInterrupted()) break;
    if (limit !== undefined) limit -= replay.summary.selected;
  }
  return replays;
};

const replayQueue = async (queue: DeadLetterQueue, settings: Settings, stage: string): Promise<QueueReplay> => {
  const { limit = Number.POSITIVE_INFINITY } = settings;
  const bar = progressBar(queue.name, Math.min(limit, await queue.count()));
  const environment = {
    read: readDeadLetter,
    countUp: countUpReplays,
    now: () => new Date(),
    sleep,
    shouldStop: interruption().isInterrupted,
    onProgress: ({ seen }: ReplaySummary) => bar.show(seen),
  };
  try {
    return { queue: queue.name, summary: await replayDeadLetters(queue, settings, environment) };
  } catch (error) {
    if (!(error instanceof ReplayFailed)) throw error;
    const cause = explain(error.cause, stage);
    return {
      queue: queue.name,
      summary: error.summary,
      failure: cause instanceof Error ? cause.message : String(cause),
    };
  } finally {
    bar.end();
  }
};

const report = (replays: readonly QueueReplay[], json: boolean): CommandResult => {
  const interrupted = interruption().isInterrupted();
  const failure = replays.find((replay) => replay.failure !== undefined)?.failure;
  const refused = replays.some(({ summary: { notSent, notDeleted } }) => notSent + notDeleted > 0);
  const stopped = interrupted || failure !== undefined;
  const text = json
    ? JSON.stringify({ interrupted, failure, queues: summariesByQueue(replays) }, null, 2)
    : replays.flatMap(describe).join("\n");
  const problem = [
    ...(failure === undefined ? [] : [failure]),
    ...(interrupted ? ["Interrupted."] : []),
    ...(stopped ? ["What is not counted above was not touched and lies where it was."] : []),
  ].join("\n");
  return { text, complete: !(stopped || refused), ...(problem === "" ? {} : { problem }) };
};

const summariesByQueue = (replays: readonly QueueReplay[]) =>
  Object.fromEntries(replays.map(({ queue, summary }) => [queue, summary]));

const describe = ({ queue, summary }: QueueReplay): readonly string[] => {
  const { selected, sent, notSent, notDeleted, exhausted } = summary;
  const unanswered = selected - sent - notSent;
  const notes: readonly (readonly [count: number, what: string])[] = [
    [notSent, "were refused by SQS and lie where they were"],
    [unanswered, "lie where they were and may have been sent, too: replaying them again does no harm"],
    [notDeleted, "were sent but not deleted: they lie there still, and replaying them again does no harm"],
    [exhausted.length, `were replayed ${MAX_REPLAYS} times already and left alone (--force):`],
  ];
  return [
    selected + exhausted.length === 0
      ? `${queue}: no dead letter matches`
      : `${queue}: ${counted(sent, "letter")} replayed`,
    ...notes.filter(([count]) => count > 0).map(([count, what]) => `  ${count} ${what}`),
    ...exhausted.map((id) => `    ${id}`),
  ];
};
