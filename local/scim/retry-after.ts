/** The three forms in which vendors send `Retry-After`; RFC 9110 knows the first two. */
export const RETRY_AFTER_FORMS = ["seconds", "http-date", "iso-date-time"] as const;
export type RetryAfterForm = (typeof RETRY_AFTER_FORMS)[number];

/** The value of `Retry-After` that asks to wait `ms` from `now` (ms since the epoch); a part of a second is a whole one. */
export const retryAfter = (form: RetryAfterForm, ms: number, now: number): string => {
  const seconds = Math.ceil(ms / 1000);
  if (form === "seconds") return String(seconds);
  const at = new Date(now + seconds * 1000);
  return form === "http-date" ? at.toUTCString() : at.toISOString();
};
