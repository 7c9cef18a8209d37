/** What became of a message. What is `waiting` has a day to come, or somebody else's event. */
export const OUTCOMES = [
  "created",
  "updated",
  "unchanged",
  "released",
  "reactivated",
  "cancelled",
  "duplicate",
  "stale",
  "waiting",
  "dead-lettered",
] as const;
export type MessageOutcome = (typeof OUTCOMES)[number];
