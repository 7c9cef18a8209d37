import type { HrEvent } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import { unwrap } from "./envelope.ts";
import { requireSize } from "./limits.ts";
import { toHrEvent } from "./to-hr-event.ts";
import { validate } from "./validate.ts";

/**
 * The HR event in a message body: a CloudEvent 1.0 in JSON, or the same in EventBridge and SNS envelopes (see `unwrap`
 * for whose ID and time count). Whether it is effective yet is not asked here: that takes a clock, and the domain has
 * it.
 * @throws Failure `MalformedBody`, `BodyTooLarge`, `BodyTooDeep`, `UnknownEventType`, `UnknownEventVersion` or
 * `InvalidEvent`. The message names members and what was expected of them, never a value: that may be personal.
 * `subject` holds the event's and the employee's ID if they can be read.
 */
export const parseHrEvent = (body: unknown): HrEvent => {
  if (typeof body !== "string" || body === "") throw new Failure("MalformedBody", "the record has no body");
  requireSize(body);
  const { kind, event } = validate(unwrap(body));
  return toHrEvent(kind, event);
};
