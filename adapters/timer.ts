/** Calls back after so many ms; returns how to cancel it. */
export type Timer = (milliseconds: number, callBack: () => void) => () => void;
