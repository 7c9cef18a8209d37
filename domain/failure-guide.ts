import type { LetterCode } from "./letter.ts";

/** What a code means and what usually mends it: shown by `seatkeeper dlq show`, and the table of docs/runbook.md. */
export type Guidance = { readonly meaning: string; readonly remedy: string };

export const FAILURE_GUIDE: Readonly<Record<LetterCode, Guidance>> = {
  MalformedBody: {
    meaning: "The body is not a JSON object.",
    remedy: "Ask the sender to send the event again as JSON, then discard the letter.",
  },
  BodyTooLarge: {
    meaning: "The body is larger than 256 KiB.",
    remedy: "Ask the sender to send the event without what does not belong to it, then discard the letter.",
  },
  BodyTooDeep: {
    meaning: "The body nests deeper than 32 levels.",
    remedy: "Ask the sender to send a flat event, then discard the letter.",
  },
  InvalidEvent: {
    meaning: "A member of the event is missing or wrong; the reason names it.",
    remedy: "Ask the sender to send it again, mended, with a new event ID, then discard the letter.",
  },
  UnknownEventType: {
    meaning: "The type is none of the two that Seatkeeper knows.",
    remedy: "Find out why the event is routed here, then discard the letter.",
  },
  UnknownEventVersion: {
    meaning: "The event has a version that this release does not know.",
    remedy: "Deploy the release that knows it, then replay.",
  },
  WrongQueue: {
    meaning: "A hire came to the role-changed queue, or the reverse.",
    remedy: "Mend the sender's routing, have it send the event again, then discard the letter.",
  },
  NotYetEffective: {
    meaning: "The change takes effect in the future and is never applied early.",
    remedy: "Replay on or after the date that the reason gives.",
  },
  EventIdReused: {
    meaning: "HR used an event ID again for another content.",
    remedy: "Ask HR which of the two holds and to send it under a new ID, then discard the letter.",
  },
  UserOwnedByAnotherEmployee: {
    meaning: "The directory user with this email is linked to another employee.",
    remedy: "Have HR correct the email of one of the two and send a new event, then discard the letter.",
  },
  DirectoryRejected: {
    meaning: "The directory refused the request, for example a license that the account does not support.",
    remedy: "Mend the account or the license policy, then replay.",
  },
  DirectoryUserMissing: {
    meaning: "The linked user is no longer in the directory.",
    remedy: "Restore the user in the directory, then replay.",
  },
  DirectoryThrottled: {
    meaning: "The directory limited our calls for longer than the retries lasted.",
    remedy: "Replay later, with --rate; lower maximumConcurrency where it happens often.",
  },
  DirectoryUnavailable: {
    meaning: "The directory did not answer, or answered with an error of its own.",
    remedy: "Replay once it answers again.",
  },
  DirectoryAccessDenied: {
    meaning: "The directory denied us access (401 or 403).",
    remedy: "Mend the function's permissions or the account ID, then replay.",
  },
  StateUnavailable: {
    meaning: "DynamoDB did not answer, or denied us access.",
    remedy: "Mend it, then replay.",
  },
  EmployeeNotProvisioned: {
    meaning: "A role change of somebody whom Seatkeeper has not hired and the directory does not know.",
    remedy: "Have HR send the hire; it applies the change, too. Then replay, which finds nothing left to do.",
  },
  CreationInProgress: {
    meaning: "Another worker held the lock on the creation of this employee's user.",
    remedy: "Replay.",
  },
  RecordContended: {
    meaning: "Newer events kept changing the employee's record.",
    remedy: "Replay.",
  },
  Unexpected: {
    meaning: "An error that nobody foresaw.",
    remedy: "Look its event ID up in the function's log; replay once the cause is mended.",
  },
  MaxReceivesExceeded: {
    meaning:
      "SQS moved the message after its last receive: the function died or ran out of time, and could not give a reason.",
    remedy: "Look for time-outs and errors of the function at that time; replay once the cause is mended.",
  },
  Undelivered: {
    meaning: "EventBridge could not deliver the event to the queue.",
    remedy: "Mend the queue or its policy as the reason says, then replay.",
  },
};
