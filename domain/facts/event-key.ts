import type { HrEvent } from "./hr-event.ts";

/**
 * What is kept of an event to know it again. Records of the first release lack the source. `messageId` is an SQS message
 * that brought it, so that people find it by that, too: nothing is decided by it, and older records lack it.
 */
export type SeenEvent = {
  readonly eventId: string;
  readonly eventSource?: string;
  readonly eventDigest: string;
  readonly messageId?: string;
};

export const seenEvent = ({ id, source, digest, messageId }: HrEvent): SeenEvent => ({
  eventId: id,
  eventSource: source,
  eventDigest: digest,
  ...(messageId === undefined ? {} : { messageId }),
});

/**
 * What tells events apart: two sources may both count their IDs from 1 (CloudEvents 1.0.2, `id`). An ID has no blank,
 * so the first blank ends it, and the key of an event whose source is not known is its ID alone.
 */
export const eventKey = (id: string, source?: string): string => (source === undefined ? id : `${id} ${source}`);

export const keyOf = ({ id, source }: Pick<HrEvent, "id" | "source">): string => eventKey(id, source);

export const keyOfSeen = ({ eventId, eventSource }: SeenEvent): string => eventKey(eventId, eventSource);

/** Whether the event is the one that was seen. If its source was not kept, the same ID and content say so. */
export const isSame = (seen: SeenEvent, event: HrEvent): boolean =>
  seen.eventSource === undefined
    ? seen.eventId === event.id && seen.eventDigest === event.digest
    : keyOfSeen(seen) === keyOf(event);
