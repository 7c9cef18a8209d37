import { type DeadLetter, isExhausted } from "./dead-letter.ts";
import type { DeadLetterQueue, QueueDepth } from "./dead-letter-queue.ts";
import { type ScanOptions, scan } from "./scan.ts";

/**
 * What a filter selects in a queue: counts of all, and the first of them in `deadLetters`. `exhausted` are those that
 * were replayed too often, selected or skipped. `oldest` is when the oldest came, ISO 8601 UTC. `depth` is the queue's
 * before the look: what was in flight then could not be looked at.
 */
export type Summary = {
  readonly depth: QueueDepth;
  readonly seen: number;
  readonly matching: number;
  readonly exhausted: number;
  readonly oldest?: string;
  readonly byCode: Readonly<Record<string, number>>;
  readonly deadLetters: readonly DeadLetter[];
};

export type SummarizeOptions = ScanOptions & {
  /** How many dead letters to keep; the others are only counted. */
  readonly keep: number;
};

/** Looks at every dead letter and gives all back. @throws the queue's errors */
export const summarize = async (queue: DeadLetterQueue, { keep, ...options }: SummarizeOptions): Promise<Summary> => {
  const depth = await queue.depth();
  const deadLetters: DeadLetter[] = [];
  const byCode = new Map<string, number>();
  let [seen, matching, exhausted] = [0, 0, 0];
  let oldest: string | undefined;
  await scan([queue], options, async (batch) => {
    seen += batch.seen;
    matching += batch.selected.length;
    exhausted += batch.exhausted.length + batch.selected.filter(isExhausted).length;
    for (const { code, sentAt } of batch.selected) {
      if (oldest === undefined || sentAt < oldest) oldest = sentAt;
      byCode.set(code, (byCode.get(code) ?? 0) + 1);
    }
    deadLetters.push(...batch.selected.slice(0, keep - deadLetters.length));
    return [];
  });
  const summary = { depth, seen, matching, exhausted, byCode: Object.fromEntries(byCode), deadLetters };
  return oldest === undefined ? summary : { ...summary, oldest };
};
