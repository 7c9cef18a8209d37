import type { License } from "../../domain/accounts/license.ts";
import { type HrEvent, kindOf } from "../../domain/facts/hr-event.ts";
import type { Failure, FailureCode } from "../../domain/failures.ts";
import type { Outcome } from "../../domain/reconcile/outcome.ts";
import { CATALOGUE } from "../../events/catalogue.ts";
import { kindOfBody } from "../../events/kind-of-body.ts";
import { RESYNC_TYPE, type Resync } from "../../events/resync.ts";
import type { SourceLine } from "../event-files/read-bodies.ts";

/**
 * What would happen with one event: a line of `seatkeeper preview --json`. `line` is where the event begins in `file`,
 * counted from 1. `type` is the CloudEvents type. `outcome` is what the function would log at the event's turn:
 * `license` is what the employee gets and `rule` why, `from` the license before, if it was another. What is `waiting`
 * says `because` of what, and `until` when it is looked at again (ISO 8601 UTC). What is `dead-lettered` has the `code`
 * and the `reason` that its dead letter would have. No email, no name.
 */
export type PreviewedEvent = {
  readonly file: string;
  readonly line: number;
  readonly employeeId?: string;
  readonly eventId?: string;
  readonly type?: string;
  readonly outcome: Outcome["outcome"] | "dead-lettered";
  readonly license?: License;
  readonly from?: License;
  readonly rule?: string;
  readonly because?: NonNullable<Outcome["because"]>;
  readonly until?: string;
  readonly code?: FailureCode;
  readonly reason?: string;
};

/** What is known of a message, whatever became of it. */
export type Subject = Pick<PreviewedEvent, "file" | "line" | "employeeId" | "eventId" | "type">;

export const subjectOf = ({ file, line }: SourceLine, message: HrEvent | Resync): Subject => {
  const { employeeId } = message;
  if ("because" in message) return { file, line, employeeId, type: RESYNC_TYPE };
  return { file, line, employeeId, eventId: message.id, type: CATALOGUE[kindOf(message)].type };
};

/** Of a message that could not be read. */
export const subjectOfUnread = ({ file, line, body }: SourceLine, { subject }: Failure): Subject => {
  const kind = kindOfBody(body);
  return { file, line, ...subject, ...(kind === undefined ? {} : { type: CATALOGUE[kind].type }) };
};

export const handled = (subject: Subject, outcome: Outcome): PreviewedEvent => {
  const { steps: _, licenseChanged: __, ...said } = outcome;
  return { ...subject, ...said };
};

export const deadLettered = (subject: Subject, { code, message }: Failure): PreviewedEvent => ({
  ...subject,
  outcome: "dead-lettered",
  code,
  reason: message,
});
