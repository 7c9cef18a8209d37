import { type Summary, summarize } from "../dead-letters/summarize.ts";
import { type DeadLetterOptions, scanOptions } from "./options.ts";
import { withQueues } from "./stage.ts";

export type QueueSummary = Summary & { readonly queue: string };

/** How many dead letters a command shows without --limit. */
const SHOWN = 100;

/** Counts the selected dead letters of all queues at once; --limit is how many are shown. @throws CommandFailed */
export const summarizeQueues = async (options: DeadLetterOptions): Promise<readonly QueueSummary[]> => {
  const { limit = SHOWN } = options;
  const summaries = await withQueues(options, (queues) =>
    Promise.all(
      queues.map(async (queue) => ({
        queue: queue.name,
        ...(await summarize(queue, { ...scanOptions(options), keep: limit })),
      })),
    ),
  );
  return keepFirst(summaries, limit);
};

/**
 * What a run would select: the same scan, queue after queue, until --limit for all together. @throws CommandFailed
 */
export const planQueues = async (
  options: DeadLetterOptions,
  { skipExhausted }: { readonly skipExhausted: boolean },
): Promise<readonly QueueSummary[]> => {
  const summaries = await withQueues(options, async (queues) => {
    const planned: QueueSummary[] = [];
    for (const queue of queues) {
      const limit = (options.limit ?? Number.POSITIVE_INFINITY) - matchingIn(planned);
      const summary = await summarize(queue, { ...scanOptions(options, limit), skipExhausted, keep: SHOWN });
      planned.push({ queue: queue.name, ...summary });
    }
    return planned;
  });
  return keepFirst(summaries, SHOWN);
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

/** How many dead letters were in flight before the look, and so are not among the summaries. */
export const inFlightIn = (summaries: readonly Pick<Summary, "depth">[]): number =>
  summaries.reduce((sum, { depth }) => sum + depth.inFlight, 0);
