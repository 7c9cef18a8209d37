/** How far, in ms, HR's clock may run ahead of ours before an event counts as one of the future. */
export const CLOCK_TOLERANCE_MS = 15 * 60 * 1000;

/** Whether `time`, ISO 8601 UTC, lies further ahead of `now` than a clock that runs ahead explains. */
export const isAhead = (time: string, now: Date): boolean => Date.parse(time) > now.getTime() + CLOCK_TOLERANCE_MS;
