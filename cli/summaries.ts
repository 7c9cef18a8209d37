import { type Summary, summarize } from "../dead-letters/summarize.ts";
import { type DeadLetterOptions, scanOptions } from "./options.ts";
import { withQueues } from "./stage.ts";

export type QueueSummary = Summary & { readonly queue: string };

/** How many dead letters a command shows without --limit. */
const SHOWN = 100;

/** Looks at the selected dead letters of all queues at once. @throws CommandFailed */
export const summarizeQueues = async (options: DeadLetterOptions): Promise<readonly QueueSummary[]> => {
  const { limit = SHOWN } = options;
  const settings = { ...scanOptions(options), limit: undefined, keep: limit };
  const summaries = await withQueues(options, (queues) =>
    Promise.all(queues.map(async (queue) => ({ queue: queue.name, ...(await summarize(queue, settings)) }))),
  );
  return keepFirst(summaries, limit);
};

/** The limit holds for all queues together. */
const keepFirst = (summaries: readonly QueueSummary[], limit: number): readonly QueueSummary[] => {
  let room = limit;
  return summaries.map((summary) => {
    const deadLetters = summary.deadLetters.slice(0, room);
    room -= deadLetters.length;
    return { ...summary, deadLetters };
  });
};

/** The counts of several queues together, most frequent code first. */
export const countsByCode = (
  summaries: readonly Pick<Summary, "byCode">[],
): readonly (readonly [code: string, count: number])[] => {
  const counts = new Map<string, number>();
  for (const [code, count] of summaries.flatMap(({ byCode }) => Object.entries(byCode)))
    counts.set(code, (counts.get(code) ?? 0) + count);
  return [...counts].sort(([, a], [, b]) => b - a);
};

export const matchingIn = (summaries: readonly Summary[]): number =>
  summaries.reduce((sum, { matching }) => sum + matching, 0);
