/** What became of a message. */
export const OUTCOMES = ["created", "updated", "unchanged", "duplicate", "stale", "dead-lettered"] as const;
export type MessageOutcome = (typeof OUTCOMES)[number];

/** How many events changed a license from one to another. A creation has no `from`, so it is not among them. */
export type LicenseChange = { readonly from: string; readonly to: string; readonly events: number };

/** What a function logged of a message that it dead-lettered. Absent members are empty. */
export type DeadLettered = Record<"messageId" | "code" | "reason" | "eventId" | "employeeId", string>;

/** Follows messages through the functions' log. The first outcome counts: a later one is of a second delivery. */
export const outcomeLog = () => {
  const outcomes = new Map<string, MessageOutcome>();
  const changes = new Map<string, LicenseChange>();
  const deadLettered: DeadLettered[] = [];
  let retries = 0;

  const countChange = (from: string, to: string) => {
    const key = JSON.stringify([from, to]);
    changes.set(key, { from, to, events: (changes.get(key)?.events ?? 0) + 1 });
  };
  return {
    outcomes: outcomes as ReadonlyMap<string, MessageOutcome>,
    deadLettered: deadLettered as readonly DeadLettered[],
    /** Most frequent first. */
    changes: (): readonly LicenseChange[] => [...changes.values()].sort((a, b) => b.events - a.events),
    retries: () => retries,
    read: (text: string): void => {
      const line = parse(text);
      if (line["event"] === "will-retry") retries += 1;
      const { messageId, from, license } = line;
      const outcome = outcomeIn(line);
      if (typeof messageId !== "string" || outcome === undefined || outcomes.has(messageId)) return;
      outcomes.set(messageId, outcome);
      if (outcome === "dead-lettered") deadLettered.push(readDeadLettered(line, messageId));
      if (typeof from === "string" && typeof license === "string") countChange(from, license);
    },
  };
};

export type OutcomeLog = ReturnType<typeof outcomeLog>;

type LogLine = Readonly<Record<string, unknown>>;

const outcomeIn = ({ event, outcome }: LogLine): MessageOutcome | undefined => {
  if (event === "dead-lettered") return event;
  return event === "handled" ? OUTCOMES.find((known) => known === outcome) : undefined;
};

const readDeadLettered = (line: LogLine, messageId: string): DeadLettered => {
  const text = (member: string) => (typeof line[member] === "string" ? line[member] : "");
  return {
    messageId,
    code: text("code"),
    reason: text("reason"),
    eventId: text("eventId"),
    employeeId: text("employeeId"),
  };
};

const parse = (text: string): LogLine => {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {}; // a line that the function did not write through its logger
  }
};
