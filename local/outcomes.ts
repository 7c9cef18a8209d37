import { type MessageOutcome, OUTCOMES } from "../cli/outcomes.ts";

/** How many events changed a license from one to another. A creation has no `from`, so it is not among them. */
export type LicenseChange = { readonly from: string; readonly to: string; readonly events: number };

/** Whose event a message is. Absent members are empty. */
export type Subject = Record<"eventId" | "employeeId", string>;

/** What a function logged of a message that it dead-lettered. Absent members are empty. */
export type DeadLettered = Record<"messageId" | "code" | "reason" | "eventId" | "employeeId", string>;

/** Follows messages through the functions' log. The first outcome counts: a later one is of a second delivery. */
export const outcomeLog = () => {
  const outcomes = new Map<string, MessageOutcome>();
  const changes = new Map<string, LicenseChange>();
  const waiting = new Map<string, Subject>();
  const deadLettered: DeadLettered[] = [];
  let retries = 0;

  const countChange = (from: string, to: string) => {
    const key = JSON.stringify([from, to]);
    changes.set(key, { from, to, events: (changes.get(key)?.events ?? 0) + 1 });
  };
  return {
    outcomes: outcomes as ReadonlyMap<string, MessageOutcome>,
    /** The messages whose outcome is `waiting`: it is the last that is logged under their IDs. */
    waiting: waiting as ReadonlyMap<string, Subject>,
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
      if (outcome === "waiting") waiting.set(messageId, readSubject(line));
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

const readDeadLettered = (line: LogLine, messageId: string): DeadLettered => ({
  messageId,
  code: textOf(line, "code"),
  reason: textOf(line, "reason"),
  ...readSubject(line),
});

const readSubject = (line: LogLine): Subject => ({
  eventId: textOf(line, "eventId"),
  employeeId: textOf(line, "employeeId"),
});

const textOf = (line: LogLine, member: string): string => {
  const value = line[member];
  return typeof value === "string" ? value : "";
};

const parse = (text: string): LogLine => {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {}; // a line that the function did not write through its logger
  }
};
