import { landAll } from "./callers.ts";
import { MAX_RECEIVES } from "./functions.ts";
import type { QueueName } from "./history.ts";
import { FUNCTION_TIMEOUT, freeWorker, invoke, type Lambda } from "./lambda.ts";
import type { SimulatedMessage } from "./queues.ts";
import { deadLettersOf, type SimulatedWorld, urlOf } from "./world.ts";

/** In seconds. */
const VISIBILITY_TIMEOUT = 6 * FUNCTION_TIMEOUT;

/**
 * Receives at most `size` messages, starting at `from`, for a free worker. Returns false if there is no message or no
 * free worker.
 */
export const deliver = (lambda: Lambda, queue: QueueName, { from, size }: { from: number; size: number }): boolean => {
  const { world, callers } = lambda;
  const visible = world.queues.messagesOf(urlOf(queue)).filter(({ visibleAt }) => visibleAt <= world.now());
  const worker = visible.length === 0 ? undefined : freeWorker(lambda, queue);
  if (worker === undefined) return false;
  const start = from % visible.length;
  const received = [...visible.slice(start), ...visible.slice(0, start)].slice(0, size);
  const batch = received.filter((message) => receive(world, queue, message));
  // A call of an earlier delivery takes effect by now or never: docs/reliability.md says why this is assumed.
  for (const caller of callers.all) if (caller.messages.some((message) => batch.includes(message))) landAll(caller);
  if (batch.length > 0) invoke(lambda, worker, queue, batch);
  return true;
};

/** Returns false if the message was received too often: the redrive policy then moves it. */
const receive = ({ queues, now }: SimulatedWorld, queue: QueueName, message: SimulatedMessage): boolean => {
  message.receiveCount += 1;
  message.visibleAt = now() + VISIBILITY_TIMEOUT * 1000;
  if (message.receiveCount <= MAX_RECEIVES) return true;
  queues.remove(urlOf(queue), message.id);
  queues.put(deadLettersOf(queue), message.body, message.attributes, { movedFrom: queue });
  return false;
};
