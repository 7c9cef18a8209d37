import type { HrEvent } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import { type Unwrapped, unwrapTimed } from "./envelope.ts";
import { requireSize } from "./limits.ts";
import { requireCutTime, requirePublished } from "./publisher-clock.ts";
import { isResync, type Resync, toResync } from "./resync.ts";
import { toHrEvent } from "./to-hr-event.ts";
import { validate } from "./validate.ts";
import { withoutUnset } from "./without-unset.ts";

/**
 * What a message of an HR queue says: an HR event, or that an employee must be looked at again.
 * @throws Failure as `parseHrEvent` does; `InvalidEvent` of a resync message that is not as `resyncBody` makes it
 */
export const parseMessage = (body: unknown, now: Date): HrEvent | Resync => {
  const unwrapped = unwrapText(body);
  return isResync(unwrapped.members) ? toResync(unwrapped.members) : eventIn(unwrapped, now);
};

/**
 * The HR event in a message body: a CloudEvent 1.0 in JSON, or the same in EventBridge and SNS envelopes (see
 * `unwrapTimed` for whose ID and time count). `now` tells a publisher's clock that runs ahead: its event would overrule
 * all that HR publishes until then. Whether the event is effective yet is not asked here.
 * @throws Failure `MalformedBody`, `BodyTooLarge`, `BodyTooDeep`, `UnknownEventType`, `UnknownEventVersion` or
 * `InvalidEvent`. The message names members and what was expected of them, never a value: that may be personal.
 * `subject` holds the event's and the employee's ID if they can be read.
 */
export const parseHrEvent = (body: unknown, now: Date): HrEvent => eventIn(unwrapText(body), now);

const unwrapText = (body: unknown): Unwrapped => {
  if (typeof body !== "string" || body === "") throw new Failure("MalformedBody", "the record has no body");
  requireSize(body);
  return unwrapTimed(body);
};

const eventIn = (unwrapped: Unwrapped, now: Date): HrEvent => {
  requireCutTime(unwrapped);
  const event = toHrEvent(validate(withoutUnset(unwrapped.members), unwrapped));
  requirePublished(event, now);
  return event;
};
