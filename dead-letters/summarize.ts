import { type DeadLetter, type DeadLetterFilter, matchesFilter, type QueuedMessage } from "./dead-letter.ts";
import type { DeadLetterQueue } from "./dead-letter-queue.ts";
import { isExhausted } from "./replay.ts";
import { type ScanOptions, scan } from "./scan.ts";

/**
 * What lies in a queue and is meant by a filter. Counts are of all such letters, `letters` the first of them; `oldest` is when the oldest of
 * them came, ISO 8601 UTC.
 */
export type Summary = {
  readonly seen: number;
  readonly matching: number;
  readonly exhausted: number;
  readonly oldest?: string;
  readonly byCode: Readonly<Record<string, number>>;
  readonly letters: readonly DeadLetter[];
};

export type SummarizeOptions = ScanOptions & {
  readonly filter: DeadLetterFilter;
  /** How many letters to keep; the others are counted. */
  readonly keep: number;
  readonly read: (letter: QueuedMessage) => DeadLetter;
};

/** Looks at every letter without taking any: all are given back. @throws the queue's errors */
export const summarize = async (queue: DeadLetterQueue, options: SummarizeOptions): Promise<Summary> => {
  const letters: DeadLetter[] = [];
  const byCode = new Map<string, number>();
  let [seen, matching, exhausted] = [0, 0, 0];
  let oldest: string | undefined;
  // An ID is one letter's alone: once it is found, the others need not be looked at.
  const shouldStop = () => (options.filter.id !== undefined && matching > 0) || options.shouldStop();
  await scan(queue, { startedAt: options.startedAt, shouldStop }, async (batch) => {
    seen += batch.length;
    for (const letter of batch.map(options.read)) {
      if (!matchesFilter(letter, options.filter)) continue;
      matching += 1;
      exhausted += Number(isExhausted(letter));
      if (oldest === undefined || letter.sentAt < oldest) oldest = letter.sentAt;
      byCode.set(letter.code, (byCode.get(letter.code) ?? 0) + 1);
      if (letters.length < options.keep) letters.push(letter);
    }
    return [];
  });
  const counts = { seen, matching, exhausted, byCode: Object.fromEntries(byCode), letters };
  return oldest === undefined ? counts : { ...counts, oldest };
};
