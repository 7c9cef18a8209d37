/** What became of a message, as the functions' own log lines tell it. */
export const OUTCOMES = ["created", "updated", "unchanged", "duplicate", "stale", "dead-lettered"] as const;
export type MessageOutcome = (typeof OUTCOMES)[number];

/** Follows messages through the functions' log. The first outcome counts: a later one is of a second delivery. */
export const outcomeLog = () => {
  const outcomes = new Map<string, MessageOutcome>();
  let retries = 0;
  return {
    outcomes: outcomes as ReadonlyMap<string, MessageOutcome>,
    retries: () => retries,
    read: (line: string): void => {
      const { message, messageId, outcome } = fieldsOf(line);
      if (message === "event will be tried again") retries += 1;
      const found = message === "event dead-lettered" ? "dead-lettered" : OUTCOMES.find((known) => known === outcome);
      if (typeof messageId === "string" && found !== undefined && !outcomes.has(messageId))
        outcomes.set(messageId, found);
    },
  };
};

export type OutcomeLog = ReturnType<typeof outcomeLog>;

const fieldsOf = (line: string): { message?: unknown; messageId?: unknown; outcome?: unknown } => {
  try {
    return JSON.parse(line) ?? {};
  } catch {
    return {}; // a line that the function did not write through its logger
  }
};
