import type { SQSRecord } from "aws-lambda";
import type { EventKind, HrEvent } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import { CATALOGUE } from "../events/catalogue.ts";
import { parseHrEvent } from "../events/parse.ts";
import type { RecordContext } from "./telemetry.ts";

/** A record of a batch, as far as it could be read. */
export type ReadRecord = { readonly record: SQSRecord; readonly context: RecordContext } & (
  | { readonly event: HrEvent }
  | { readonly error: unknown }
);

/** Reads the event in a record of the queue that takes `accepts`, at the time `now`. Never throws. */
export const readRecord = (record: SQSRecord, accepts: EventKind, now: Date): ReadRecord => {
  const received = { messageId: record.messageId, receiveCount: receiveCountOf(record) };
  try {
    const event = parseHrEvent(record.body, now);
    const context = { ...received, eventId: event.id, employeeId: event.employeeId };
    return event.fact.kind === accepts
      ? { record, context, event }
      : { record, context, error: wrongQueue(accepts, event) };
  } catch (error) {
    const subject = error instanceof Failure ? error.subject : {};
    return { record, context: { ...subject, ...received }, error };
  }
};

const receiveCountOf = ({ attributes }: SQSRecord): number => Number(attributes?.ApproximateReceiveCount) || 1;

/** Each function may do only what its own events need: roleChanged has no permission to create accounts. */
const wrongQueue = (accepts: EventKind, { fact }: HrEvent): Failure =>
  new Failure("WrongQueue", `this queue takes ${CATALOGUE[accepts].type}, the event is a ${CATALOGUE[fact.kind].type}`);
