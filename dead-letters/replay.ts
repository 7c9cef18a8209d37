import { type DeadLetter, type DeadLetterFilter, matchesFilter, type QueuedMessage } from "./dead-letter.ts";
import type { DeadLetterQueue } from "./dead-letter-queue.ts";
import { scan, type Visit } from "./scan.ts";

/** A letter that was replayed so often is left alone: what has not helped so far will not help now. */
export const MAX_REPLAYS = 5;

export const isExhausted = ({ replays }: DeadLetter): boolean => replays >= MAX_REPLAYS;

export type ReplayOptions = {
  readonly filter: DeadLetterFilter;
  /** At most so many letters. */
  readonly limit?: number | undefined;
  /** Letters a second. */
  readonly rate?: number | undefined;
  /** Also letters that were replayed too often. */
  readonly force: boolean;
};

export type ReplayEnvironment = {
  readonly read: (letter: QueuedMessage) => DeadLetter;
  /** The letter as it is to be sent, its replays counted up. */
  readonly countUp: (letter: DeadLetter) => QueuedMessage;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly shouldStop: () => boolean;
  readonly onProgress: (summary: ReplaySummary) => void;
};

/**
 * Of the letters `seen`, `selected` were meant. `sent` went back to their queue, `notSent` were refused there; `notDeleted` were sent
 * but lie among the dead letters still, so that they may be sent again, harmlessly. `exhausted` are the IDs of those left alone.
 * What is selected but neither sent nor refused got no answer: it lies where it was and may have been sent.
 */
export type ReplaySummary = {
  readonly seen: number;
  readonly selected: number;
  readonly sent: number;
  readonly notSent: number;
  readonly notDeleted: number;
  readonly exhausted: readonly string[];
};

/** The queue failed on the way: `summary` is what was done until then, and what was taken out is given back. */
export class ReplayFailed extends Error {
  readonly summary: ReplaySummary;

  constructor(summary: ReplaySummary, cause: unknown) {
    super(`The replay stopped after ${summary.sent} letters`, { cause });
    this.summary = summary;
  }
}

/**
 * Sends letters back to the queue they came from. First sends, then deletes: a crash between the two leaves a letter that was replayed
 * already, and replaying it again changes nothing. @throws ReplayFailed
 */
export const replayDeadLetters = async (
  queue: DeadLetterQueue,
  { filter, limit = Number.POSITIVE_INFINITY, rate, force }: ReplayOptions,
  environment: ReplayEnvironment,
): Promise<ReplaySummary> => {
  let summary: ReplaySummary = { seen: 0, selected: 0, sent: 0, notSent: 0, notDeleted: 0, exhausted: [] };
  const startedAt = environment.now();
  const shouldStop = () => summary.selected >= limit || environment.shouldStop();

  const add = (more: Partial<ReplaySummary>) => {
    summary = addTo(summary, more);
    environment.onProgress(summary);
  };

  const visit: Visit = async (batch) => {
    const meant = batch.map(environment.read).filter((letter) => matchesFilter(letter, filter));
    const [exhausted, open] = force ? [[], meant] : partition(meant, isExhausted);
    const selected = open.slice(0, limit - summary.selected);
    add({ seen: batch.length, selected: selected.length, exhausted: exhausted.map(({ id }) => id) });
    if (selected.length === 0) return [];
    const sent = without(selected, await queue.send(selected.map(environment.countUp)));
    // Not deleted until SQS says so: a request without an answer must not count as done.
    add({ sent: sent.length, notSent: selected.length - sent.length, notDeleted: sent.length });
    const removed = sent.length === 0 ? [] : without(sent, await queue.remove(sent));
    add({ notDeleted: -removed.length });
    await keepPace(rate, summary.sent, startedAt, shouldStop, environment);
    return removed;
  };
  try {
    await scan(queue, { startedAt: startedAt.toISOString(), shouldStop }, visit);
    return summary;
  } catch (error) {
    throw new ReplayFailed(summary, error);
  }
};

const addTo = (summary: ReplaySummary, more: Partial<ReplaySummary>): ReplaySummary => ({
  seen: summary.seen + (more.seen ?? 0),
  selected: summary.selected + (more.selected ?? 0),
  sent: summary.sent + (more.sent ?? 0),
  notSent: summary.notSent + (more.notSent ?? 0),
  notDeleted: summary.notDeleted + (more.notDeleted ?? 0),
  exhausted: [...summary.exhausted, ...(more.exhausted ?? [])],
});

const partition = <T>(all: readonly T[], test: (one: T) => boolean): readonly [readonly T[], readonly T[]] => [
  all.filter((one) => test(one)),
  all.filter((one) => !test(one)),
];

const without = (letters: readonly DeadLetter[], refused: readonly QueuedMessage[]): readonly DeadLetter[] => {
  const ids = new Set(refused.map(({ id }) => id));
  return letters.filter(({ id }) => !ids.has(id));
};

/** Sleeps in short pieces: who wants to stop must not wait for a slow rate. */
const NAP = 500;

const keepPace = async (
  rate: number | undefined,
  sent: number,
  startedAt: Date,
  shouldStop: () => boolean,
  { now, sleep }: ReplayEnvironment,
): Promise<void> => {
  if (rate === undefined) return;
  const dueAt = startedAt.getTime() + (sent / rate) * 1000;
  for (let wait = dueAt - now().getTime(); wait > 0 && !shouldStop(); wait = dueAt - now().getTime()) {
    await sleep(Math.min(wait, NAP));
  }
};
