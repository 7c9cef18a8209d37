import { isAhead } from "../domain/facts/clock.ts";
import type { HrEvent } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import { unwrap } from "./envelope.ts";
import { requireSize } from "./limits.ts";
import { toHrEvent } from "./to-hr-event.ts";
import { validate } from "./validate.ts";
import { withoutUnset } from "./without-unset.ts";

/**
 * The HR event in a message body: a CloudEvent 1.0 in JSON, or the same in EventBridge and SNS envelopes (see `unwrap`
 * for whose ID and time count). `now` tells a publisher's clock that runs ahead: its event would overrule all that HR
 * publishes until then. Whether the event is effective yet is not asked here.
 * @throws Failure `MalformedBody`, `BodyTooLarge`, `BodyTooDeep`, `UnknownEventType`, `UnknownEventVersion` or
 * `InvalidEvent`. The message names members and what was expected of them, never a value: that may be personal.
 * `subject` holds the event's and the employee's ID if they can be read.
 */
export const parseHrEvent = (body: unknown, now: Date): HrEvent => {
  if (typeof body !== "string" || body === "") throw new Failure("MalformedBody", "the record has no body");
  requireSize(body);
  const { kind, event } = validate(withoutUnset(unwrap(body)));
  return requirePublished(toHrEvent(kind, event), now);
};

const requirePublished = (event: HrEvent, now: Date): HrEvent => {
  const { id: eventId, employeeId, publishedAt } = event;
  if (!isAhead(publishedAt, now)) return event;
  throw new Failure("InvalidEvent", "time: expected at most 15 minutes ahead", { subject: { eventId, employeeId } });
};
