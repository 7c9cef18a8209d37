import { isAhead } from "../domain/facts/clock.ts";
import type { HrEvent } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import { plainDateTime } from "./date-time.ts";
import type { Unwrapped } from "./envelope.ts";
import { subjectOf } from "./subject.ts";

/** A publisher may try for as long to hand an event to EventBridge as EventBridge by default tries to deliver it. */
const MAX_DISTANCE_MS = 24 * 60 * 60 * 1000;

/**
 * If plain data has a `publishedAt`, it must be about the time that EventBridge gave the event: else the publisher means
 * something else by that name.
 * @throws Failure `InvalidEvent`
 */
export const requireCutTime = ({ members, cutTime }: Unwrapped): void => {
  if (cutTime === undefined) return;
  const distance = Math.abs(millisecondsOf(members["time"]) - millisecondsOf(cutTime));
  if (distance <= MAX_DISTANCE_MS) return;
  const expected = "a date and time with its offset, at most 24 hours from EventBridge's `time`";
  throw new Failure("InvalidEvent", `data.publishedAt: expected ${expected}`, { subject: subjectOf(members) });
};

/** NaN if it is no time; the schema is stricter. */
const millisecondsOf = (value: unknown): number => Date.parse(String(plainDateTime(value)));

/** @throws Failure `InvalidEvent` if the event was published in the future */
export const requirePublished = ({ id: eventId, employeeId, publishedAt }: HrEvent, now: Date): void => {
  if (!isAhead(publishedAt, now)) return;
  throw new Failure("InvalidEvent", "time: expected at most 15 minutes ahead", { subject: { eventId, employeeId } });
};
