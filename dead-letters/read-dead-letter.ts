import * as z from "zod/mini";
import type { FailureCode } from "../domain/failures.ts";
import { CATALOGUE, kindOfType } from "../events/catalogue.ts";
import { unwrap } from "../events/envelope.ts";
import type { Members } from "../events/json-object.ts";
import { subjectOf } from "../events/subject.ts";
import type { DeadLetter, QueuedMessage } from "./dead-letter.ts";
import { keptAttribute, restoreAttribute, restoreAttributes } from "./kept-attributes.ts";
import { fitsIntoSqs } from "./message-size.ts";
import { parseJson } from "./parse-json.ts";
import { DEAD_LETTER_ATTRIBUTE, type WrittenReason } from "./reason.ts";
import { readReplayMark, replayMark } from "./replay-mark.ts";

const count = z.int().check(z.gte(0));
const text = z.optional(z.string());
const reasonSchema = z.object({
  code: z.string(),
  message: text,
  attempts: z.optional(count),
  failedAt: text,
  sourceQueue: text,
  messageId: text,
  eventId: text,
  employeeId: text,
  replays: count,
  attributes: z.optional(z.record(z.string(), keptAttribute)),
});

/** What is known of a dead letter. Never throws: one whose body or reason is damaged must be found, too. */
export const readDeadLetter = (queued: QueuedMessage): DeadLetter => {
  const reason = readReason(queued);
  const cause = withoutReason(queued);
  const members = readMembers(queued.body);
  const subject = subjectOf(members);
  const kind = kindOfType(members["type"]);
  return {
    ...queued,
    code: reason?.code ?? cause.code,
    message: reason === undefined ? cause.message : (reason.message ?? "there was no room for more than the code"),
    attempts: reason?.attempts,
    replays: reason?.replays ?? readReplayMark(textOf(queued))?.replays ?? 0,
    eventId: reason?.eventId ?? subject.eventId,
    employeeId: reason?.employeeId ?? subject.employeeId,
    type: kind === undefined ? undefined : CATALOGUE[kind].type,
    ...(reason === undefined ? {} : { reason }),
  };
};

/** What is known without a reason of ours. */
const withoutReason = (queued: QueuedMessage): { readonly code: FailureCode; readonly message: string } => {
  const { attributes, movedBySqs } = queued;
  const moved = { code: "MaxReceivesExceeded", message: "SQS moved it after its last receive" } as const;
  if (movedBySqs || readReplayMark(textOf(queued)) !== undefined) return moved;
  if (DEAD_LETTER_ATTRIBUTE in attributes) return { ...moved, message: "its reason cannot be read" };
  return attributes["ERROR_CODE"] === undefined ? moved : undelivered(attributes);
};

/** EventBridge's own. Source: its user guide, "Using dead-letter queues to process undelivered events". */
const undelivered = ({ ERROR_CODE, ERROR_MESSAGE, RULE_ARN }: QueuedMessage["attributes"]) => {
  const rule = RULE_ARN?.stringValue?.split("/").at(-1);
  const parts = [ERROR_CODE?.stringValue, ERROR_MESSAGE?.stringValue?.slice(0, 200), rule && `rule ${rule}`];
  const message = `EventBridge could not deliver it: ${parts.filter((part) => part).join(", ")}`;
  return { code: "Undelivered", message } as const;
};

/**
 * The message to send back: the body and its sender's attributes unchanged, and one replay more in its mark. If SQS has
 * no room for the mark, it goes without: then this replay does not count.
 */
export const countUpReplays = (deadLetter: DeadLetter): QueuedMessage => {
  const { id, receipt, body, sentAt, replays } = deadLetter;
  const { [DEAD_LETTER_ATTRIBUTE]: own, ...others } = sendersAttributes(deadLetter);
  const marked = { ...others, [DEAD_LETTER_ATTRIBUTE]: replayMark(replays + 1, own) };
  const plain = own === undefined ? others : { ...others, [DEAD_LETTER_ATTRIBUTE]: own };
  const attributes = fitsIntoSqs({ body, attributes: marked }) ? marked : plain;
  return { id, receipt, body, sentAt, attributes };
};

const sendersAttributes = ({ attributes, reason }: DeadLetter): QueuedMessage["attributes"] => {
  const { [DEAD_LETTER_ATTRIBUTE]: written, ...others } = attributes;
  if (reason !== undefined) return { ...others, ...restoreAttributes(reason.attributes ?? {}) };
  const mark = readReplayMark(written?.stringValue);
  const own = mark === undefined ? written : mark.own && restoreAttribute(mark.own);
  return own === undefined ? others : { ...others, [DEAD_LETTER_ATTRIBUTE]: own };
};

/** What stands there on a message that SQS moved by itself is its sender's or a replay's: we gave no reason. */
const readReason = (queued: QueuedMessage): WrittenReason | undefined => {
  if (queued.movedBySqs) return undefined;
  const result = reasonSchema.safeParse(parseJson(textOf(queued)));
  // A code that this release does not know is shown as it is.
  return result.success ? (result.data as WrittenReason) : undefined;
};

const textOf = ({ attributes }: QueuedMessage): string | undefined => attributes[DEAD_LETTER_ATTRIBUTE]?.stringValue;

const readMembers = (body: string): Members => {
  try {
    return unwrap(body);
  } catch {
    return {};
  }
};
