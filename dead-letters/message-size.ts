import type { QueuedMessage } from "./dead-letter.ts";

/** What SQS takes at most: a message in bytes, attributes included, and their number. Source: the SQS quotas page. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_ATTRIBUTES = 10;

type Message = Pick<QueuedMessage, "body" | "attributes">;

/** Whether SQS takes a message. */
export const fitsIntoSqs = (message: Message): boolean =>
  Object.keys(message.attributes).length <= MAX_ATTRIBUTES && bytesOf(message) <= MAX_MESSAGE_BYTES;

/** As SQS counts: the body, and of each attribute its name, its type and its value, in UTF-8. */
export const bytesOf = ({ body, attributes }: Message): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { dataType, stringValue = "", binaryValue }]) =>
      sum + Buffer.byteLength(name + dataType + stringValue) + (binaryValue?.byteLength ?? 0),
    Buffer.byteLength(body),
  );
