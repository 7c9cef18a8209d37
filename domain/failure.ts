/** Failures that time may mend: the event is tried again, and dead-lettered only when its receives are used up. */
export type TransientCode =
  | "DirectoryThrottled"
  | "DirectoryUnavailable"
  | "DirectoryAccessDenied"
  | "StateUnavailable"
  | "EmployeeNotProvisioned"
  | "CreationInProgress"
  | "RecordContended"
  | "Unexpected";

/** Failures that the same event meets every time: it is dead-lettered at once. */
export type PermanentCode =
  | "MalformedBody"
  | "BodyTooLarge"
  | "BodyTooDeep"
  | "InvalidEvent"
  | "UnknownEventType"
  | "UnknownEventVersion"
  | "WrongQueue"
  | "NotYetEffective"
  | "EventIdReused"
  | "UserOwnedByAnotherEmployee"
  | "DirectoryRejected"
  | "DirectoryUserMissing";

export type FailureCode = TransientCode | PermanentCode;

/** Who the failed event was about, as far as it could be read before it failed. Never personal data. */
export type FailureSubject = { readonly eventId?: string; readonly employeeId?: string };

type FailureOptions = { readonly cause?: unknown; readonly subject?: FailureSubject };

/**
 * The message of a failure is written to logs and dead letters: it names members and what was expected, and never holds an
 * email, a name or any other value that came with the event. `cause` is for debugging and is not logged.
 */
export class TransientFailure extends Error {
  override readonly name = "TransientFailure";
  readonly code: TransientCode;
  readonly subject: FailureSubject;

  constructor(code: TransientCode, message: string, options: FailureOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.subject = options.subject ?? {};
  }
}

/** See {@link TransientFailure}; the same rules for the message hold. */
export class PermanentFailure extends Error {
  override readonly name = "PermanentFailure";
  readonly code: PermanentCode;
  readonly subject: FailureSubject;

  constructor(code: PermanentCode, message: string, options: FailureOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.subject = options.subject ?? {};
  }
}

export type Failure = TransientFailure | PermanentFailure;
