import { type Letter, type LetterFilter, matchesFilter, type RawLetter } from "./letter.ts";
import type { LetterQueue } from "./letter-queue.ts";
import { walkLetters } from "./walk-letters.ts";

/** A letter that was replayed so often is left alone: what has not helped so far will not help now. */
export const MAX_REPLAYS = 5;

export const isExhausted = ({ replays }: Letter): boolean => replays >= MAX_REPLAYS;

export type ReplayOptions = {
  readonly filter: LetterFilter;
  /** At most so many letters. */
  readonly limit?: number | undefined;
  /** Letters a second. */
  readonly rate?: number | undefined;
  /** Also letters that were replayed too often. */
  readonly force: boolean;
};

export type ReplayEnvironment = {
  readonly read: (letter: RawLetter) => Letter;
  /** The letter as it is to be sent, its replays counted up. */
  readonly countUp: (letter: Letter) => RawLetter;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly shouldStop: () => boolean;
  readonly onProgress: (summary: ReplaySummary) => void;
};

/**
 * Of the letters `seen`, `selected` were meant. `sent` went back to their queue, `notSent` were refused there; `notDeleted` were sent
 * but lie among the dead letters still, so that they may be sent again, harmlessly. `exhausted` are the IDs of those left alone.
 */
export type ReplaySummary = {
  readonly seen: number;
  readonly selected: number;
  readonly sent: number;
  readonly notSent: number;
  readonly notDeleted: number;
  readonly exhausted: readonly string[];
};

/**
 * Sends letters back to the queue they came from. First sends, then deletes: a crash between the two leaves a letter that was replayed
 * already, and replaying it again changes nothing. @throws the queue's errors; what was given out is given back first
 */
export const replayLetters = async (
  queue: LetterQueue,
  { filter, limit = Number.POSITIVE_INFINITY, rate, force }: ReplayOptions,
  environment: ReplayEnvironment,
): Promise<ReplaySummary> => {
  let summary: ReplaySummary = { seen: 0, selected: 0, sent: 0, notSent: 0, notDeleted: 0, exhausted: [] };
  const startedAt = environment.now();
  const shouldStop = () => summary.selected >= limit || environment.shouldStop();

  await walkLetters(queue, { startedAt: startedAt.toISOString(), shouldStop }, async (batch) => {
    const meant = batch.map(environment.read).filter((letter) => matchesFilter(letter, filter));
    const exhausted = meant.filter((letter) => isExhausted(letter) && !force);
    const selected = meant.filter((letter) => !exhausted.includes(letter)).slice(0, limit - summary.selected);
    const moved = await move(queue, selected, environment);
    summary = {
      seen: summary.seen + batch.length,
      selected: summary.selected + selected.length,
      sent: summary.sent + moved.sent.length,
      notSent: summary.notSent + selected.length - moved.sent.length,
      notDeleted: summary.notDeleted + moved.sent.length - moved.removed.length,
      exhausted: [...summary.exhausted, ...exhausted.map(({ id }) => id)],
    };
    environment.onProgress(summary);
    await keepPace(rate, summary.sent, startedAt, environment);
    return moved.removed;
  });
  return summary;
};

const move = async (queue: LetterQueue, letters: readonly Letter[], { countUp }: ReplayEnvironment) => {
  if (letters.length === 0) return { sent: [], removed: [] };
  const refused = new Set((await queue.send(letters.map(countUp))).map(({ id }) => id));
  const sent = letters.filter(({ id }) => !refused.has(id));
  const notDeleted = sent.length === 0 ? [] : await queue.remove(sent);
  const kept = new Set(notDeleted.map(({ id }) => id));
  return { sent, removed: sent.filter(({ id }) => !kept.has(id)) };
};

const keepPace = async (rate: number | undefined, sent: number, startedAt: Date, { now, sleep }: ReplayEnvironment) => {
  if (rate === undefined) return;
  const dueIn = startedAt.getTime() + (sent / rate) * 1000 - now().getTime();
  if (dueIn > 0) await sleep(dueIn);
};
