import { type DeadLetter, matchesFilter, type QueuedMessage } from "../dead-letters/dead-letter.ts";
import type { DeadLetterQueue } from "../dead-letters/dead-letter-queue.ts";
import { readDeadLetter } from "../dead-letters/read-dead-letter.ts";
import { scan } from "../dead-letters/scan.ts";
import { interruption } from "./interruption.ts";
import { type DeadLetterOptions, selectionOf } from "./options.ts";
import { withQueues } from "./summaries.ts";

/** Answers the letters that are gone from the queue. */
type VisitMatching = (queue: DeadLetterQueue, letters: readonly DeadLetter[]) => Promise<readonly QueuedMessage[]>;

/** Visits the letters that the options mean, queue after queue, until their limit or Ctrl-C. @throws CommandFailed, UsageError */
export const visitMatching = async (options: DeadLetterOptions, visit: VisitMatching): Promise<void> => {
  const { filter, limit = Number.POSITIVE_INFINITY } = selectionOf(options);
  const { isInterrupted } = interruption();
  const startedAt = new Date().toISOString();
  let visited = 0;
  const shouldStop = () => isInterrupted() || visited >= limit;
  await withQueues(options, async (queues) => {
    for (const queue of queues) {
      await scan(queue, { startedAt, shouldStop }, async (batch) => {
        const matching = batch.map(readDeadLetter).filter((letter) => matchesFilter(letter, filter));
        const meant = matching.slice(0, limit - visited);
        visited += meant.length;
        return meant.length === 0 ? [] : visit(queue, meant);
      });
    }
  });
};
