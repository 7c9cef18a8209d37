/** What keeping a pace needs of the world; tests have a clock of their own. */
export type Pace = {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly shouldStop: () => boolean;
};

/** In ms. Sleeps are short, so that an interruption need not wait for a slow rate. */
const NAP = 500;

/** Waits until so many may have been sent since `startedAt`, at a rate a second. Without a rate it does not wait. */
export const keepPace = async (
  rate: number | undefined,
  sent: number,
  startedAt: Date,
  { now, sleep, shouldStop }: Pace,
): Promise<void> => {
  if (rate === undefined) return;
  const dueAt = startedAt.getTime() + (sent / rate) * 1000;
  for (let wait = dueAt - now().getTime(); wait > 0 && !shouldStop(); wait = dueAt - now().getTime()) {
    await sleep(Math.min(wait, NAP));
  }
};
