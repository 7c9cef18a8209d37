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

/**
 * What can be told of a letter. Never throws: a letter whose body or reason is damaged is still a letter that somebody has to find.
 */
export const readDeadLetter = (raw: QueuedMessage): DeadLetter => {
  const text = raw.attributes[DEAD_LETTER_ATTRIBUTE]?.stringValue;
  const reason = text === undefined ? undefined : readReason(text);
  const cause = withoutReason(raw, text);
  const members = readMembers(raw.body);
  const subject = subjectOf(members);
  const kind = kindOfType(members["type"]);
  return {
    ...raw,
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

/** What is known of a letter to which no function attached a reason that can be read. */
const withoutReason = ({ attributes }: QueuedMessage, text: string | undefined) => {
  if (text !== undefined) return { code: "MaxReceivesExceeded", message: "its reason cannot be read" } as const;
  // EventBridge's own attributes. Source: EventBridge user guide, "Using dead-letter queues to process undelivered events".
  const { ERROR_CODE } = attributes;
  if (ERROR_CODE === undefined)
    return { code: "MaxReceivesExceeded", message: "SQS moved it after its last receive" } as const;
  return { code: "Undelivered", message: `EventBridge could not deliver it: ${ERROR_CODE.stringValue}` } as const;
};

/** The letter as it is to be sent back: body and attributes unchanged, but for one replay more in its reason. */
export const countUpReplays = (letter: DeadLetter): QueuedMessage => {
  const { id, receipt, body, sentAt, attributes, replays } = letter;
  const reason = { ...(letter.reason ?? { code: letter.code, message: letter.message }), replays: replays + 1 };
  const stringValue = JSON.stringify(reason);
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

/** How often a message was replayed, by the text of its `deadLetter` attribute; 0 where that is absent or damaged. */
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
