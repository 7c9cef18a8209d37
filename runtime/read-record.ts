import type { SQSRecord } from "aws-lambda";
import { type FactKind, type HrEvent, kindOf } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import { CATALOGUE, QUEUES } from "../events/catalogue.ts";
import { parseMessage } from "../events/parse.ts";
import type { Resync } from "../events/resync.ts";
import type { RecordContext } from "./telemetry.ts";

/** A record of a batch, as far as it could be read: an HR event, or a resync of ours. */
export type ReadRecord = { readonly record: SQSRecord; readonly context: RecordContext } & (
  | { readonly event: HrEvent }
  | { readonly resync: Resync }
  | { readonly error: unknown }
);

/** Reads what is in a record of the queue of this kind, at the time `now`. Never throws. */
export const readRecord = (record: SQSRecord, queue: FactKind, now: Date): ReadRecord => {
  const received = { messageId: record.messageId, receiveCount: receiveCountOf(record) };
  try {
    const message = parseMessage(record.body, now);
    const { employeeId } = message;
    if ("because" in message) {
      return { record, context: { ...received, employeeId, resync: message.because }, resync: message };
    }
    const context = { ...received, eventId: message.id, employeeId };
    requireOwnQueue(queue, message);
    return { record, context, event: message };
  } catch (error) {
    const subject = error instanceof Failure ? error.subject : {};
    return { record, context: { ...subject, ...received }, error };
  }
};

const receiveCountOf = ({ attributes }: SQSRecord): number => Number(attributes?.ApproximateReceiveCount) || 1;

/**
 * Each function may do only what its own events need: roleChanged has no permission to create accounts.
 * @throws Failure `WrongQueue`
 */
const requireOwnQueue = (queue: FactKind, event: HrEvent): void => {
  const { type, takenBy } = CATALOGUE[kindOf(event)];
  if (takenBy === queue) return;
  const message = `the event is a ${type}, which the queue ${QUEUES[takenBy].queue} takes, not ${QUEUES[queue].queue}`;
  throw new Failure("WrongQueue", message, { subject: { eventId: event.id, employeeId: event.employeeId } });
};
