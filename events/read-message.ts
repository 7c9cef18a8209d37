import { type FactKind, type HrEvent, kindOf } from "../domain/facts/hr-event.ts";
import { Failure } from "../domain/failures.ts";
import { CATALOGUE, QUEUES } from "./catalogue.ts";
import { parseMessage } from "./parse.ts";
import type { Resync } from "./resync.ts";

/**
 * What a message in the queue of this kind says, at the time `now`. Each function may do only what its own events need:
 * roleChanged has no permission to create accounts.
 * @throws Failure as `parseMessage` does, and `WrongQueue`
 */
export const readMessage = (body: unknown, queue: FactKind, now: Date): HrEvent | Resync => {
  const message = parseMessage(body, now);
  if (!("because" in message)) requireOwnQueue(queue, message);
  return message;
};

const requireOwnQueue = (queue: FactKind, event: HrEvent): void => {
  const { type, takenBy } = CATALOGUE[kindOf(event)];
  if (takenBy === queue) return;
  const message = `the event is a ${type}, which the queue ${QUEUES[takenBy].queue} takes, not ${QUEUES[queue].queue}`;
  throw new Failure("WrongQueue", message, { subject: { eventId: event.id, employeeId: event.employeeId } });
};
