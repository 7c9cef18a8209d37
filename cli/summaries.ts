import type { DeadLetterQueue } from "../dead-letters/dead-letter-queue.ts";
import { readDeadLetter } from "../dead-letters/read-dead-letter.ts";
import { type Summary, summarize } from "../dead-letters/summarize.ts";
import { interruption } from "./interruption.ts";
import { type DeadLetterOptions, selectionOf } from "./options.ts";
import { clientFor, deadLetterQueues, explain } from "./stage.ts";

export type QueueSummary = Summary & { readonly queue: string };

/** How many letters a command shows unless told. */
const SHOWN = 100;

/** Looks at what is meant, in all queues at once. @throws CommandFailed, UsageError */
export const survey = async (options: DeadLetterOptions): Promise<readonly QueueSummary[]> =>
  withQueues(options, async (queues) => {
    const { filter, limit = SHOWN } = selectionOf(options);
    const { isInterrupted } = interruption();
    const startedAt = new Date().toISOString();
    const settings = { startedAt, shouldStop: isInterrupted, filter, keep: limit, read: readDeadLetter };
    const found = await Promise.all(
      queues.map(async (queue) => ({ queue: queue.name, ...(await summarize(queue, settings)) })),
    );
    return keepFirst(found, limit);
  });

/** The limit is for all queues together. */
const keepFirst = (surveys: readonly QueueSummary[], limit: number): readonly QueueSummary[] => {
  let room = limit;
  return surveys.map((each) => {
    const letters = each.letters.slice(0, room);
    room -= letters.length;
    return { ...each, letters };
  });
};

/** Runs something on the queues that are meant, and tells what is wrong with AWS in words that help. */
export const withQueues = async <T>(
  options: DeadLetterOptions,
  act: (queues: readonly DeadLetterQueue[]) => Promise<T>,
): Promise<T> => {
  const { queues } = selectionOf(options);
  const client = clientFor(options.stage);
  try {
    return await act(await deadLetterQueues(client, options.stage, queues));
  } catch (error) {
    throw explain(error, options.stage);
  } finally {
    client.destroy();
  }
};

/** The counts of several queues together, most frequent code first. */
export const codesOf = (
  surveys: readonly Pick<Summary, "byCode">[],
): readonly (readonly [code: string, count: number])[] => {
  const counts = new Map<string, number>();
  for (const { byCode } of surveys) {
    for (const [code, count] of Object.entries(byCode)) counts.set(code, (counts.get(code) ?? 0) + count);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
};

export const matchingIn = (surveys: readonly Summary[]): number =>
  surveys.reduce((sum, { matching }) => sum + matching, 0);
