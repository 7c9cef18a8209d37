import { setTimeout as sleep } from "node:timers/promises";
import type { LetterQueue } from "../domain/letter-queue.ts";
import { MAX_REPLAYS, type ReplaySummary, replayLetters } from "../domain/replay-letters.ts";
import { countUpReplays, readLetter } from "../events/read-letter.ts";
import { confirmStage } from "./confirm-stage.ts";
import { listText } from "./dlq-list.ts";
import { type Interruption, interruption } from "./interruption.ts";
import { type LetterOptions, positive, selectionOf } from "./options.ts";
import { progressBar } from "./progress-bar.ts";
import { matchingIn, survey, withQueues } from "./survey.ts";

export type ReplayCommandOptions = LetterOptions & {
  readonly execute?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly rate?: string;
};

/** The text to print, and whether all that was meant was done. */
export type CommandResult = { readonly text: string; readonly complete: boolean };

/** `seatkeeper dlq replay`: sends letters back to where they came from; without --execute it tells what would go where. */
export const dlqReplay = async (options: ReplayCommandOptions): Promise<CommandResult> => {
  const rate = options.rate === undefined ? undefined : positive("--rate", options.rate, false);
  if (!options.execute) return dryRun(options);
  await confirmStage(options.stage, options.yes ?? false);
  const stop = interruption();
  const summaries = await withQueues(options, async (queues) => {
    const done: [string, ReplaySummary][] = [];
    for (const queue of queues)
      done.push([queue.name, await replayQueue(queue, options, rate, left(options, done), stop)]);
    return done;
  });
  return report(summaries, options, stop);
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

const replayQueue = async (
  queue: LetterQueue,
  options: ReplayCommandOptions,
  rate: number | undefined,
  limit: number | undefined,
  { isInterrupted }: Interruption,
): Promise<ReplaySummary> => {
  const bar = progressBar(queue.name, Math.min(limit ?? Number.POSITIVE_INFINITY, await queue.count()));
  try {
    const { filter } = selectionOf(options);
    return await replayLetters(
      queue,
      { filter, limit, rate, force: options.force ?? false },
      {
        read: readLetter,
        countUp: countUpReplays,
        now: () => new Date(),
        sleep,
        shouldStop: isInterrupted,
        onProgress: ({ seen }) => bar.show(seen),
      },
    );
  } finally {
    bar.end();
  }
};

const left = ({ limit }: ReplayCommandOptions, done: readonly [string, ReplaySummary][]): number | undefined =>
  limit === undefined ? undefined : done.reduce((rest, [, { selected }]) => rest - selected, Number(limit));

const report = (
  summaries: readonly [string, ReplaySummary][],
  options: ReplayCommandOptions,
  { isInterrupted }: Interruption,
): CommandResult => {
  const complete = !isInterrupted() && summaries.every(([, { notSent, notDeleted }]) => notSent + notDeleted === 0);
  if (options.json) {
    const queues = Object.fromEntries(summaries);
    return { text: JSON.stringify({ interrupted: isInterrupted(), queues }, null, 2), complete };
  }
  const lines = summaries.flatMap(([queue, summary]) => describe(queue, summary));
  const stopped = isInterrupted()
    ? ["Interrupted: what is not counted here was not touched and lies where it was."]
    : [];
  return { text: [...lines, ...stopped].join("\n"), complete };
};

const describe = (
  queue: string,
  { selected, sent, notSent, notDeleted, exhausted }: ReplaySummary,
): readonly string[] => [
  selected + exhausted.length === 0 ? `${queue}: no dead letter matches` : `${queue}: ${sent} letters replayed`,
  ...(notSent === 0 ? [] : [`  ${notSent} were refused by SQS and lie where they were`]),
  ...(notDeleted === 0
    ? []
    : [`  ${notDeleted} were sent but not deleted: they lie there still, and replaying them again does no harm`]),
  ...(exhausted.length === 0
    ? []
    : [`  ${exhausted.length} were replayed ${MAX_REPLAYS} times already and left alone (--force):`]),
  ...exhausted.map((id) => `    ${id}`),
];
