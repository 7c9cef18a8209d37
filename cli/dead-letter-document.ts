import type { DeadLetter } from "../dead-letters/dead-letter.ts";
import { maskedAttributes, maskedJson } from "./mask.ts";

/** A dead letter as JSON, without its body. */
export const deadLetterDocument = (queue: string, deadLetter: DeadLetter) => {
  const { id, type, eventId, employeeId, code, message, attempts, replays, sentAt } = deadLetter;
  return { id, queue, type, eventId, employeeId, code, message, attempts, replays, sentAt };
};

/** A whole dead letter; body and attributes are masked unless `reveal`. Binary attributes are in Base64. */
export const exportDocument = (queue: string, deadLetter: DeadLetter, reveal: boolean) => ({
  ...deadLetterDocument(queue, deadLetter),
  attributes: reveal ? revealedAttributes(deadLetter) : maskedAttributes(deadLetter.attributes),
  body: reveal ? deadLetter.body : maskedJson(deadLetter.body),
});

const revealedAttributes = ({ attributes }: DeadLetter): object =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      { dataType, value: binaryValue === undefined ? stringValue : Buffer.from(binaryValue).toString("base64") },
    ]),
  );
