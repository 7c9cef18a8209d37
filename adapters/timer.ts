/** Calls back after so many ms; returns how to cancel it. */
export type Timer = (milliseconds: number, callBack: () => void) => () => void;

/** Node's own timers. */
export const nodeTimer: Timer = (milliseconds, callBack) => {
  const timer = setTimeout(callBack, milliseconds);
  return () => clearTimeout(timer);
};
