import * as z from "zod/mini";
import type { FailureCode } from "../domain/failures.ts";
import { CATALOGUE, kindOfType } from "../events/catalogue.ts";
import { unwrap } from "../events/envelope.ts";
import type { Members } from "../events/json-object.ts";
import { subjectOf } from "../events/subject.ts";
import type { DeadLetter, QueuedMessage } from "./dead-letter.ts";
import { DEAD_LETTER_ATTRIBUTE, type DeadLetterReason } from "./reason.ts";

const count = z.int().check(z.gte(0));
const reasonSchema = z.object({
  code: z.string(),
  message: z.string(),
  attempts: count,
  failedAt: z.string(),
  sourceQueue: z.string(),
  eventId: z.optional(z.string()),
  employeeId: z.optional(z.string()),
  replays: count,
});

/** What is known of a dead letter. Never throws: one whose body or reason is damaged must be found, too. */
export const readDeadLetter = (queued: QueuedMessage): DeadLetter => {
  const text = queued.attributes[DEAD_LETTER_ATTRIBUTE]?.stringValue;
  const reason = text === undefined ? undefined : readReason(text);
  const cause = withoutReason(queued, text);
  const members = readMembers(queued.body);
  const subject = subjectOf(members);
  const kind = kindOfType(members["type"]);
  return {
    ...queued,
    code: reason?.code ?? cause.code,
    message: reason?.message ?? cause.message,
    attempts: reason?.attempts,
    replays: reason?.replays ?? replaysIn(text),
    eventId: reason?.eventId ?? subject.eventId,
    employeeId: reason?.employeeId ?? subject.employeeId,
    type: kind === undefined ? undefined : CATALOGUE[kind].type,
    ...(reason === undefined ? {} : { reason }),
  };
};

/** What is known without a reason that can be read. */
const withoutReason = ({ attributes }: QueuedMessage, text: string | undefined) => {
  if (text !== undefined) return { code: "MaxReceivesExceeded", message: "its reason cannot be read" } as const;
  // EventBridge's own. Source: its user guide, "Using dead-letter queues to process undelivered events".
  const { ERROR_CODE } = attributes;
  if (ERROR_CODE === undefined)
    return { code: "MaxReceivesExceeded", message: "SQS moved it after its last receive" } as const;
  return { code: "Undelivered", message: `EventBridge could not deliver it: ${ERROR_CODE.stringValue}` } as const;
};

/** The message to send back: body and attributes unchanged, with one replay more in the reason. */
export const countUpReplays = (deadLetter: DeadLetter): QueuedMessage => {
  const { id, receipt, body, sentAt, attributes, code, message, replays } = deadLetter;
  const stringValue = JSON.stringify({ ...(deadLetter.reason ?? { code, message }), replays: replays + 1 });
  return {
    id,
    receipt,
    body,
    sentAt,
    attributes: { ...attributes, [DEAD_LETTER_ATTRIBUTE]: { dataType: "String", stringValue } },
  };
};

const readReason = (text: string): (DeadLetterReason & { code: FailureCode }) | undefined => {
  const result = reasonSchema.safeParse(parse(text));
  // A code that this release does not know is shown as it is.
  return result.success ? (result.data as DeadLetterReason) : undefined;
};

/** How often a message was replayed, by the text of its `deadLetter` attribute; 0 if that is absent or damaged. */
export const replaysIn = (text: string | undefined): number => {
  const result = z.object({ replays: count }).safeParse(parse(text ?? ""));
  return result.success ? result.data.replays : 0;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const readMembers = (body: string): Members => {
  try {
    return unwrap(body);
  } catch {
    return {};
  }
};
