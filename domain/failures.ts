/** One kind of failure: whether another try may help, what happened, and what usually fixes it. */
type FailureKind = { readonly retryable: boolean; readonly happened: string; readonly fix: string };

/** Dead-lettered at once: the same event fails each time. */
const atOnce = (happened: string, fix: string): FailureKind => ({ retryable: false, happened, fix });
/** Tried again, and dead-lettered only at the last receive. */
const afterRetries = (happened: string, fix: string): FailureKind => ({ retryable: true, happened, fix });

/**
 * Every way in which an event can fail. The class below, the CLI's hints and the table in docs/runbook.md derive from
 * this table.
 */
export const FAILURES = {
  MalformedBody: atOnce(
    "The body is not a JSON object.",
    "Ask the sender to send the event again as JSON, then discard the dead letter.",
  ),
  BodyTooLarge: atOnce(
    "The body is larger than 256 KiB.",
    "Ask the sender to leave out what is not part of the event and send it again, then discard the dead letter.",
  ),
  BodyTooDeep: atOnce(
    "The body nests deeper than 32 levels.",
    "Ask the sender to send a flat event, then discard the dead letter.",
  ),
  InvalidEvent: atOnce(
    "A member of the event is missing or wrong; the reason names it.",
    "Ask the sender to correct it and send it with a new event ID, then discard the dead letter.",
  ),
  UnknownEventType: atOnce(
    "Seatkeeper does not know this event type.",
    "Find out why the event is routed here, then discard the dead letter.",
  ),
  UnknownEventVersion: atOnce(
    "This release does not know the version of the event type.",
    "Deploy the release that knows it, then replay.",
  ),
  WrongQueue: atOnce(
    "The event came to the queue of another event type.",
    "Correct the sender's routing, have it send the event again, then discard the dead letter.",
  ),
  AlreadyEffective: atOnce(
    "The fact that the event cancels has come into effect.",
    "Ask HR to send what holds now, as a new event, then discard the dead letter.",
  ),
  TooManyUpcoming: atOnce(
    "The employee has 20 upcoming changes already.",
    "Replay once some of them have come into effect, or ask HR to cancel some.",
  ),
  EmployeeIdReused: atOnce(
    "A hire of somebody who works here already, under another address and another name: HR gave the ID twice.",
    "Ask HR which ID is whose and to send the hire under the right one, then discard the dead letter.",
  ),
  EventIdReused: atOnce(
    "HR used the event ID before, for another content.",
    "Ask HR which of the two holds and to send it under a new ID, then discard the dead letter.",
  ),
  UserOwnedByAnotherEmployee: atOnce(
    "The directory user with this email is linked to another employee.",
    "Have HR correct this employee's email with a new event, then replay: the hire takes the newest email.",
  ),
  DirectoryRejected: atOnce(
    "The directory refused the request, for example because the account does not support the license.",
    "Correct the account or the license policy, then replay.",
  ),
  DirectoryUserMissing: atOnce(
    "The linked user is no longer in the directory.",
    "Restore the user in the directory, then replay.",
  ),
  AmbiguousUser: atOnce(
    "The directory has more than one user with this email, and Seatkeeper picks none.",
    "Delete or rename all but one of them in the directory, then replay.",
  ),
  UserIsDevice: atOnce(
    "The directory user with this email is a shared device, which no employee ever gets.",
    "Give the device another email, or have HR correct the employee's and send a new event, then replay.",
  ),
  UserMismatch: atOnce(
    "The directory created a user with another email than the one asked for; no employee gets it.",
    "Look for the user in the directory, correct its email or delete it, then replay.",
  ),
  EventNotStorable: atOnce(
    "DynamoDB cannot hold a value of the event, or the employee's record would be too large.",
    "Ask the sender to correct it and send it with a new event ID, then discard the dead letter. If many events fail so, the table or this release is wrong: correct that, then replay.",
  ),
  DirectoryThrottled: afterRetries(
    "The directory limited our calls for longer than the retries lasted.",
    "Replay later, with --rate; lower maximumConcurrency if it happens often.",
  ),
  DirectoryUnavailable: afterRetries(
    "The directory did not respond, or failed with an error of its own.",
    "Replay once it responds again.",
  ),
  DirectoryAccessDenied: afterRetries(
    "The directory denied access, or did not accept the credentials or the signature.",
    "Correct what `seatkeeper directory check` finds wrong; if that is nothing, the function's permissions. Then replay.",
  ),
  DirectoryMissing: afterRetries(
    "The stage's Chime account, or the address or group of its directory file, does not exist.",
    "Correct what `seatkeeper directory check` finds wrong in config/stages.yml or the directory file, deploy, then replay.",
  ),
  NotApplied: afterRetries(
    "The directory accepted a change, and then did not show it.",
    "Look at the user in the directory. If the change is there by now, replay; else correct the directory file.",
  ),
  NoSeatLeft: afterRetries("Every seat of the license is taken.", "Buy seats, or free some, then replay."),
  StateUnavailable: afterRetries("DynamoDB did not respond, or denied access.", "Restore access, then replay."),
  EmployeeNotProvisioned: atOnce(
    "A role change of somebody who has no directory user: no hire has come in time, or it is a dead letter itself.",
    "Have HR send the hire, or replay it: it applies the change, too. Then replay: nothing is left to do.",
  ),
  CancelsUnknownEvent: afterRetries(
    "A cancellation of an event that Seatkeeper has not seen from this source about this employee.",
    "Replay once the event that it cancels has come. If it never existed, discard the dead letter.",
  ),
  CreationInProgress: afterRetries("Another worker held the lock on the creation of this employee's user.", "Replay."),
  InvitationPending: afterRetries(
    "The employee was invited, and the directory does not show an account yet.",
    "Replay: the employee's record then waits for it.",
  ),
  RecordUnreadable: afterRetries(
    "The employee's record is damaged, or was written by a later release.",
    "Deploy the later release, or repair the record as the reason says, then replay.",
  ),
  RecordContended: afterRetries("Newer events kept changing the employee's record.", "Replay."),
  DeadlineExceeded: afterRetries(
    "The event was not done within the function's time: the directory or DynamoDB was too slow.",
    "Replay once they respond in time.",
  ),
  Unexpected: afterRetries(
    "An error that nobody foresaw.",
    "Look up the event ID in the function's log; fix the cause, then replay.",
  ),
  // No function throws these two: SQS and EventBridge put the message among the dead letters by themselves.
  MaxReceivesExceeded: afterRetries(
    "SQS moved the message after its last receive: the function crashed or ran out of time before it gave a reason.",
    "Look for time-outs and errors of the function at that time; fix the cause, then replay.",
  ),
  Undelivered: atOnce(
    "EventBridge could not deliver the event to the queue.",
    "Fix the queue or its policy as the reason says, then replay.",
  ),
} satisfies Readonly<Record<string, FailureKind>>;

export type FailureCode = keyof typeof FAILURES;

/** Who the failed event was about, as far as it could be read before it failed. Never personal data. */
export type FailureSubject = { readonly eventId?: string; readonly employeeId?: string };

type FailureOptions = {
  readonly cause?: unknown;
  readonly subject?: FailureSubject;
  readonly retryAfterMs?: number | undefined;
};

/**
 * Why an event could not be applied. The message is written to logs and dead letters: it names members and what was
 * expected, and never holds an email, a name or any other value that came with the event. `cause` is for debugging; its
 * message is not logged. `retryAfterMs` is there if who failed said when another try makes sense.
 */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: FailureCode;
  readonly subject: FailureSubject;
  readonly retryAfterMs: number | undefined;

  constructor(code: FailureCode, message: string, { cause, subject = {}, retryAfterMs }: FailureOptions = {}) {
    super(message, { cause });
    this.code = code;
    this.subject = subject;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether another try may help. */
  get retryable(): boolean {
    return FAILURES[this.code].retryable;
  }
}
