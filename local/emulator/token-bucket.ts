export type Bucket = {
  /** How many ms must pass before the next call is allowed; 0 uses up a token. */
  take(): number;
};

/** A full bucket of `size` tokens that fills up by `perSecond`. `now` is in ms. */
export const tokenBucket = (perSecond: number, size: number, now: () => number = () => performance.now()): Bucket => {
  let tokens = size;
  let filledAt = now();
  return {
    take: () => {
      const at = now();
      tokens = Math.min(size, tokens + ((at - filledAt) / 1000) * perSecond);
      filledAt = at;
      if (tokens < 1) return ((1 - tokens) / perSecond) * 1000;
      tokens -= 1;
      return 0;
    },
  };
};
