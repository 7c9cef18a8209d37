import { type Letter, type LetterFilter, matchesFilter, type RawLetter } from "./letter.ts";
import type { LetterQueue } from "./letter-queue.ts";
import { isExhausted } from "./replay-letters.ts";
import { type WalkOptions, walkLetters } from "./walk-letters.ts";

/**
 * What lies in a queue and is meant by a filter. Counts are of all such letters, `letters` the first of them; `oldest` is when the oldest of
 * them came, ISO 8601 UTC.
 */
export type Survey = {
  readonly seen: number;
  readonly matching: number;
  readonly exhausted: number;
  readonly oldest?: string;
  readonly byCode: Readonly<Record<string, number>>;
  readonly letters: readonly Letter[];
};

export type SurveyOptions = WalkOptions & {
  readonly filter: LetterFilter;
  /** How many letters to keep; the others are counted. */
  readonly keep: number;
  readonly read: (letter: RawLetter) => Letter;
};

/** Looks at every letter without taking any: all are given back. @throws the queue's errors */
export const surveyLetters = async (queue: LetterQueue, options: SurveyOptions): Promise<Survey> => {
  const letters: Letter[] = [];
  const byCode = new Map<string, number>();
  let [seen, matching, exhausted] = [0, 0, 0];
  let oldest: string | undefined;
  // An ID is one letter's alone: once it is found, the others need not be looked at.
  const shouldStop = () => (options.filter.id !== undefined && matching > 0) || options.shouldStop();
  await walkLetters(queue, { startedAt: options.startedAt, shouldStop }, async (batch) => {
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
