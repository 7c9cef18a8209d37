import type { DeadLetter, DeadLetterFilter } from "./dead-letter.ts";
import { CLOCK_STEP_MS, type DeadLetterQueue, type Refusal } from "./dead-letter-queue.ts";
import { keepPace } from "./keep-pace.ts";
import { countUpReplays } from "./read-dead-letter.ts";
import { scan } from "./scan.ts";

export type ReplayOptions = {
  readonly filter: DeadLetterFilter;
  /** At most so many dead letters. */
  readonly limit?: number | undefined;
  /** Dead letters a second. */
  readonly rate?: number | undefined;
  /** Also replay exhausted dead letters. */
  readonly force: boolean;
};

export type ReplayDependencies = {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly shouldStop: () => boolean;
  readonly onProgress: (summary: ReplaySummary) => void;
};

/**
 * Of the messages `seen`, `selected` were to be replayed. SQS took `sent` and refused `notSent`, which
 * are left where they are; `notDeleted` were sent but are still in the dead-letter queue, so that they may be sent
 * again, which does no harm. `exhausted` are the IDs of those left alone. For what is selected but neither sent nor
 * refused SQS gave no response: it is still there, and may have been sent.
 */
export type ReplaySummary = {
  readonly seen: number;
  readonly selected: number;
  readonly sent: number;
  readonly notSent: readonly Refusal[];
  readonly notDeleted: number;
  readonly exhausted: readonly string[];
};

/** The queue failed on the way: `summary` is what was done until then, and what was received is given back. */
export class ReplayFailed extends Error {
  readonly summary: ReplaySummary;

  constructor(summary: ReplaySummary, cause: unknown) {
    super(`The replay stopped after ${summary.sent} dead letters`, { cause });
    this.summary = summary;
  }
}

/**
 * Sends dead letters back to their source queue. Sends first, then deletes: a crash between the two leaves a dead
 * letter that was replayed already, and replaying it again changes nothing. @throws ReplayFailed
 */
export const replayDeadLetters = async (
  queue: DeadLetterQueue,
  { filter, limit = Number.POSITIVE_INFINITY, rate, force }: ReplayOptions,
  dependencies: ReplayDependencies,
): Promise<ReplaySummary> => {
  const { now, onProgress } = dependencies;
  let summary: ReplaySummary = { seen: 0, selected: 0, sent: 0, notSent: [], notDeleted: 0, exhausted: [] };
  const startedAt = now();
  const shouldStop = () => summary.selected >= limit || dependencies.shouldStop();
  const add: AddToSummary = (more) => {
    summary = addTo(summary, more);
    onProgress(summary);
  };
  const returned = returnedDeadLetters();
  const options = { shouldStop, filter, limit, skipExhausted: !force };
  try {
    await scan([queue], options, async ({ seen, exhausted, ...batch }) => {
      const selected = batch.selected.filter((deadLetter) => !returned.includes(deadLetter, batch.startedAt));
      add({ seen, selected: selected.length, exhausted: exhausted.map(({ id }) => id) });
      if (selected.length === 0) return [];
      for (const deadLetter of selected) returned.expect(deadLetter);
      const removed = await sendAndRemove(queue, selected, add);
      await keepPace(rate, summary.sent, startedAt, { ...dependencies, shouldStop });
      return removed;
    });
    return summary;
  } catch (error) {
    throw new ReplayFailed(summary, error);
  }
};

type AddToSummary = (more: Partial<ReplaySummary>) => void;

/**
 * SQS's clock shows whole seconds. So a dead letter that is dated in the second of the start may have come after it, as
 * one of ours that failed again at once: it has the body of one that was sent, and one replay more.
 */
const returnedDeadLetters = () => {
  const expected = new Set<string>();
  return {
    expect: ({ body, replays }: DeadLetter) => expected.add(`${replays + 1} ${body}`),
    includes: ({ body, replays, sentAt }: DeadLetter, startedAt: string) =>
      Date.parse(startedAt) - Date.parse(sentAt) < CLOCK_STEP_MS && expected.has(`${replays} ${body}`),
  };
};

/** Returns what is gone from the dead-letter queue. */
const sendAndRemove = async (queue: DeadLetterQueue, selected: readonly DeadLetter[], add: AddToSummary) => {
  const notSent = await queue.send(selected.map(countUpReplays));
  const sent = without(selected, notSent);
  // Not deleted until SQS says so: a request without a response must not count as done.
  add({ sent: sent.length, notSent, notDeleted: sent.length });
  const removed = sent.length === 0 ? [] : without(sent, await queue.remove(sent));
  add({ notDeleted: -removed.length });
  return removed;
};

const addTo = (summary: ReplaySummary, more: Partial<ReplaySummary>): ReplaySummary => ({
  seen: summary.seen + (more.seen ?? 0),
  selected: summary.selected + (more.selected ?? 0),
  sent: summary.sent + (more.sent ?? 0),
  notSent: [...summary.notSent, ...(more.notSent ?? [])],
  notDeleted: summary.notDeleted + (more.notDeleted ?? 0),
  exhausted: [...summary.exhausted, ...(more.exhausted ?? [])],
});

const without = (
  deadLetters: readonly DeadLetter[],
  refused: readonly { readonly id: string }[],
): readonly DeadLetter[] => {
  const ids = new Set(refused.map(({ id }) => id));
  return deadLetters.filter(({ id }) => !ids.has(id));
};
