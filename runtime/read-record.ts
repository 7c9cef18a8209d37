import type { SQSRecord } from "aws-lambda";
import type { FactKind, HrEvent } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import { readMessage } from "../events/read-message.ts";
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
    const message = readMessage(record.body, queue, now);
    const { employeeId } = message;
    if ("because" in message)
      return { record, context: { ...received, employeeId, resync: message.because }, resync: message };
    const context = { ...received, eventId: message.id, employeeId };
    return { record, context, event: { ...message, messageId: record.messageId } };
  } catch (error) {
    const subject = error instanceof Failure ? error.subject : {};
    return { record, context: { ...subject, ...received }, error };
  }
};

const receiveCountOf = ({ attributes }: SQSRecord): number => Number(attributes?.ApproximateReceiveCount) || 1;
