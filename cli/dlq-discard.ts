import { matchesFilter } from "../domain/letter.ts";
import { walkLetters } from "../domain/walk-letters.ts";
import { readLetter } from "../events/read-letter.ts";
import { confirmStage } from "./confirm-stage.ts";
import { exportLine } from "./dlq-export.ts";
import { listText } from "./dlq-list.ts";
import type { CommandResult } from "./dlq-replay.ts";
import { interruption } from "./interruption.ts";
import { openLetterFile } from "./letter-file.ts";
import { type LetterOptions, selectionOf } from "./options.ts";
import { matchingIn, survey, withQueues } from "./survey.ts";

export type DiscardOptions = LetterOptions & {
  readonly reason: string;
  readonly file?: string;
  readonly execute?: boolean;
  readonly yes?: boolean;
};

/**
 * `seatkeeper dlq discard`: deletes letters for good. Each is written to a file first, whole and with the reason, so that nothing is
 * ever lost by a mistake; without --execute it only tells what would go.
 */
export const dlqDiscard = async (options: DiscardOptions): Promise<CommandResult> => {
  if (!options.execute) return dryRun(options);
  await confirmStage(options.stage, options.yes ?? false);
  const path = options.file ?? `discarded-${options.stage}-${new Date().toISOString().replaceAll(/[:.]/g, "-")}.jsonl`;
  const { filter, limit = Number.POSITIVE_INFINITY } = selectionOf(options);
  const { isInterrupted } = interruption();
  const startedAt = new Date().toISOString();
  const file = openLetterFile(path);
  let [selected, deleted] = [0, 0];
  try {
    await withQueues(options, async (queues) => {
      for (const queue of queues) {
        await walkLetters(
          queue,
          { startedAt, shouldStop: () => isInterrupted() || selected >= limit },
          async (batch) => {
            const meant = batch
              .map(readLetter)
              .filter((letter) => matchesFilter(letter, filter))
              .slice(0, limit - selected);
            if (meant.length === 0) return [];
            const discarded = { discardedAt: new Date().toISOString(), reason: options.reason };
            for (const letter of meant)
              file.append(JSON.stringify({ ...discarded, ...JSON.parse(exportLine(queue.name, letter, true)) }));
            file.sync();
            selected += meant.length;
            const kept = new Set((await queue.remove(meant)).map(({ id }) => id));
            const gone = meant.filter(({ id }) => !kept.has(id));
            deleted += gone.length;
            return gone;
          },
        );
      }
    });
  } finally {
    if (selected === 0) file.discard();
    else file.close();
  }
  const complete = deleted === selected && !isInterrupted();
  const written = selected === 0 ? undefined : path;
  if (options.json) return { text: JSON.stringify({ selected, deleted, file: written }), complete };
  const text =
    selected === 0 ? "No dead letter matches." : `${deleted} of ${selected} letters discarded; all are kept in ${path}`;
  return { text, complete };
};

const dryRun = async (options: DiscardOptions): Promise<CommandResult> => {
  const surveys = await survey(options);
  const matching = matchingIn(surveys);
  if (options.json) return { text: JSON.stringify({ dryRun: true, matching }), complete: true };
  if (matching === 0) return { text: "No dead letter matches.", complete: true };
  return { text: `${listText(surveys, new Date())}\nNothing was discarded: --execute does it.`, complete: true };
};
