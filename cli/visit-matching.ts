import { type Letter, matchesFilter, type RawLetter } from "../domain/letter.ts";
import type { LetterQueue } from "../domain/letter-queue.ts";
import { walkLetters } from "../domain/walk-letters.ts";
import { readLetter } from "../events/read-letter.ts";
import { interruption } from "./interruption.ts";
import { type LetterOptions, selectionOf } from "./options.ts";
import { withQueues } from "./survey.ts";

/** Answers the letters that are gone from the queue. */
type VisitMatching = (queue: LetterQueue, letters: readonly Letter[]) => Promise<readonly RawLetter[]>;

/** Visits the letters that the options mean, queue after queue, until their limit or Ctrl-C. @throws CommandFailed, UsageError */
export const visitMatching = async (options: LetterOptions, visit: VisitMatching): Promise<void> => {
  const { filter, limit = Number.POSITIVE_INFINITY } = selectionOf(options);
  const { isInterrupted } = interruption();
  const startedAt = new Date().toISOString();
  let visited = 0;
  const shouldStop = () => isInterrupted() || visited >= limit;
  await withQueues(options, async (queues) => {
    for (const queue of queues) {
      await walkLetters(queue, { startedAt, shouldStop }, async (batch) => {
        const matching = batch.map(readLetter).filter((letter) => matchesFilter(letter, filter));
        const meant = matching.slice(0, limit - visited);
        visited += meant.length;
        return meant.length === 0 ? [] : visit(queue, meant);
      });
    }
  });
};
