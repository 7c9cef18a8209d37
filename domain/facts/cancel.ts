import type { EmployeeRecord } from "../employee-record.ts";
import { Failure } from "../failures.ts";
import { eventKey, keyOfSeen } from "./event-key.ts";
import type { Cancellation } from "./hr-event.ts";

/** How many events that HR took back are remembered, so that another delivery of one does not bring it back. */
const MAX_CANCELLED = 20;

/** What came of a cancellation: the fact is taken back now, or was before. */
type Cancelled = { readonly verdict: "cancelled" | "duplicate"; readonly record: EmployeeRecord };

/**
 * Takes an upcoming fact back. Its key is remembered; that of the cancellation need not be, because it changes nothing
 * twice.
 * @throws Failure `AlreadyEffective` if the fact's moment has come, `CancelsUnknownEvent` if this employee has no such
 * event (yet)
 */
export const cancel = (record: EmployeeRecord, { cancels, source }: Cancellation): Cancelled => {
  const key = eventKey(cancels, source);
  if (record.cancelled.includes(key)) return { verdict: "duplicate", record };
  const upcoming = record.upcoming.filter((each) => keyOfSeen(each) !== key);
  if (upcoming.length < record.upcoming.length) return { verdict: "cancelled", record: without(record, upcoming, key) };
  if (isKnown(record, key)) {
    throw new Failure("AlreadyEffective", "the fact that the event cancels has come into effect: send what holds now");
  }
  throw new Failure("CancelsUnknownEvent", "no event with the ID in `cancels` is known of this employee and source");
};

const without = (record: EmployeeRecord, upcoming: EmployeeRecord["upcoming"], key: string): EmployeeRecord => ({
  ...record,
  upcoming,
  recentEvents: record.recentEvents.filter((each) => each !== key),
  cancelled: [...record.cancelled, key].slice(-MAX_CANCELLED),
});

const isKnown = ({ recentEvents, role, employment }: EmployeeRecord, key: string): boolean =>
  recentEvents.includes(key) || [role, employment].some((each) => each !== undefined && keyOfSeen(each) === key);
