/** What the commands on dead letters print with `--json`. @see withJsonShape */

/** A dead letter without its body. What it did not say itself is missing. */
const DEAD_LETTER_MEMBERS = `
    /** The ID of the SQS message. */
    id: string;
    queue: string;
    /** The event's type, such as hr.employee.hired.v1. */
    type?: string;
    eventId?: string;
    employeeId?: string;
    code: string;
    message: string;
    attempts?: number;
    replays: number;
    sentAt: string;`;

/** Of dead letters that another command holds nothing is known but how many there are. */
const IN_FLIGHT = `/** About how many could not be looked at, because another command holds them. */
  inFlight: number;`;

export const DLQ_LIST = `{
  matching: number;
  ${IN_FLIGHT}
  byCode: Record<string, number>;
  /** At most --limit of them. */
  deadLetters: {${DEAD_LETTER_MEMBERS}
  }[];
}`;

export const DLQ_SHOW = `{${DEAD_LETTER_MEMBERS.replaceAll("\n    ", "\n  ")}
  failedAt?: string;
  /** What the code means, and what usually helps. */
  happened: string;
  fix: string;
  retryable?: boolean;
  /** The text of the message with --reveal; else its JSON with masked values, or missing if it is none. */
  body?: unknown;
}`;

export const DLQ_REPLAY = `
  | {
      dryRun: true;
      inFlight: number;
      /** \`exhausted\` are those that were replayed 5 times and are left alone without --force. */
      plans: { queue: string; from: string; selected: number; exhausted: number }[];
    }
  | {
      interrupted: boolean;
      /** Why it ended early. */
      failure?: string;
      queues: Record<
        string,
        {
          seen: number;
          selected: number;
          sent: number;
          notSent: { id: string; because: string }[];
          /** Sent, and still in the dead-letter queue, too. */
          notDeleted: number;
          exhausted: string[];
          inFlight: number;
        }
      >;
    }`;

export const DLQ_EXPORT = `{
  written: number;
  ${IN_FLIGHT}
  file: string;
}`;

export const DLQ_DISCARD = `
  | { dryRun: true; matching: number; inFlight: number }
  | {
      selected: number;
      deleted: number;
      inFlight: number;
      /** Where each is kept; missing if none was selected. */
      file?: string;
      interrupted: boolean;
      failure?: string;
    }`;
