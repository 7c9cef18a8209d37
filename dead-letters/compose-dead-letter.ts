import type { QueuedMessage } from "./dead-letter.ts";
import { keepAttribute, restoreAttributes } from "./kept-attributes.ts";
import { fitsIntoSqs } from "./message-size.ts";
import { DEAD_LETTER_ATTRIBUTE, type DeadLetterReason, type KeptAttribute, type ShortReason } from "./reason.ts";

/** SQS allows ten attributes; one of them is the reason. Source: the SQS quotas page. */
const MAX_OTHER_ATTRIBUTES = 9;

/** A message that failed, with its sender's attributes. */
export type FailedMessage = {
  readonly body: string;
  readonly attributes: Readonly<Record<string, KeptAttribute>>;
  readonly reason: DeadLetterReason;
};

/** Not even with the code alone is there room: SQS's own redrive moves the message, unchanged. */
export class DeadLetterTooLarge extends Error {
  override readonly name = "DeadLetterTooLarge";
}

/**
 * The message for the dead-letter queue: the body and the sender's attributes unchanged, and the reason. An attribute
 * too many, or of the reason's name, is kept inside the reason. If all that is too large for SQS, the reason is its code
 * alone.
 * @throws DeadLetterTooLarge
 */
export const composeDeadLetter = ({ body, attributes, reason }: FailedMessage): Message => {
  const [carried, kept] = split(attributes);
  const short: ShortReason = { code: reason.code, replays: reason.replays };
  for (const words of [reason, short]) {
    const stringValue = JSON.stringify(kept === undefined ? words : { ...words, attributes: kept });
    const message = { body, attributes: { ...carried, [DEAD_LETTER_ATTRIBUTE]: { dataType: "String", stringValue } } };
    if (fitsIntoSqs(message)) return message;
  }
  throw new DeadLetterTooLarge("there is no room for a reason");
};

type Message = Pick<QueuedMessage, "body" | "attributes">;

/** Those that stay attributes, and those that are kept inside the reason. */
const split = (attributes: FailedMessage["attributes"]) => {
  const own = Object.entries(restoreAttributes(attributes));
  const carried = own.filter(([name]) => name !== DEAD_LETTER_ATTRIBUTE).slice(0, MAX_OTHER_ATTRIBUTES);
  const kept = own.filter((each) => !carried.includes(each)).map(([name, each]) => [name, keepAttribute(each)]);
  return [Object.fromEntries(carried), kept.length === 0 ? undefined : Object.fromEntries(kept)] as const;
};
