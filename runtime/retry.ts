/**
 * `baseSeconds` is the first wait, doubled after each further receive up to `maxSeconds`; `maxReceives` are all tries.
 */
export type RetryBudget = {
  readonly baseSeconds: number;
  readonly maxSeconds: number;
  readonly maxReceives: number;
};

/** Whether a delivery that was received so often (the first is 1) may be tried again. */
export const mayRetry = (receiveCount: number, { maxReceives }: RetryBudget): boolean => receiveCount < maxReceives;

/**
 * Whole seconds to wait before the next try: exponential, with the upper half of each wait drawn at random so that
 * records which failed together do not come back together. `random` is in [0, 1).
 */
export const backoffSeconds = (
  receiveCount: number,
  { baseSeconds, maxSeconds }: RetryBudget,
  random: number,
): number => {
  const ceiling = Math.min(maxSeconds, baseSeconds * 2 ** (receiveCount - 1));
  return Math.max(1, Math.round(ceiling / 2 + (ceiling / 2) * random));
};
