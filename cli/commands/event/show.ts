import { type StageEmployees, withEmployees } from "../../employees.ts";
import { CommandFailed } from "../../errors.ts";
import { catchInterruption, isInterrupted } from "../../interruption.ts";
import type { StageOptions } from "../../options.ts";
import type { CommandResult } from "../../program.ts";
import { scanProgress } from "../../scan-progress.ts";
import { type Sighting, sightingsIn } from "../../sightings.ts";
import { withQueues } from "../../stage.ts";
import { inFlightIn, type QueueSummary, summarizeQueues } from "../../summaries.ts";
import type { EventDeadLetter, EventShowDocument } from "./show-document.ts";
import { eventText } from "./show-text.ts";

export type EventShowOptions = StageOptions & { readonly employee?: string; readonly reveal?: boolean };

/**
 * `seatkeeper event show ID`: what became of an event, by its own ID or that of its SQS message. With --employee one
 * record is read, else the whole table; the dead letters are looked at and none is consumed.
 * @throws CommandFailed if nothing is known of the employee, or if Ctrl-C came before all was read
 */
export const eventShow = async (
  id: string,
  { stage, json = false, employee, reveal = false }: EventShowOptions,
): Promise<CommandResult> => {
  catchInterruption();
  const [records, summaries] = await Promise.all([
    withEmployees(stage, (found) => (employee === undefined ? scanAll(found, id) : readOne(found, employee, id))),
    summarizeQueues({ stage, event: id }),
  ]);
  if (isInterrupted()) throw new CommandFailed("Interrupted before everything was read: there is no result");
  const deadLetters = summaries.flatMap(deadLettersIn);
  const isSeen = records.sightings.length > 0 || deadLetters.length > 0;
  const document: EventShowDocument = {
    ...{ id, stage },
    ...records,
    sightings: reveal ? records.sightings : records.sightings.map(withoutSource),
    deadLetters,
    inFlight: inFlightIn(summaries),
    ...(isSeen ? {} : { queued: await queuedIn(stage) }),
  };
  return { text: json ? JSON.stringify(document, null, 2) : eventText(document), complete: isSeen };
};

type Records = Pick<EventShowDocument, "sightings" | "read" | "unreadable">;

const readOne = async ({ employees }: StageEmployees, employee: string, id: string): Promise<Records> => {
  const record = await employees.read(employee);
  if (record === undefined) throw new CommandFailed(`Nothing is known of an employee ${employee}`);
  return { sightings: sightingsIn(record, id), read: 1, unreadable: 0 };
};

const scanAll = async ({ scan, items }: StageEmployees, id: string): Promise<Records> => {
  const sightings: Sighting[] = [];
  let [read, unreadable] = [0, 0];
  const progress = await scanProgress(items);
  for await (const page of scan(progress.add)) {
    for (const each of page) {
      if ("unreadable" in each) unreadable += 1;
      else sightings.push(...sightingsIn(each, id));
    }
    read += page.length;
    if (isInterrupted()) break;
  }
  progress.end();
  return { sightings, read, unreadable };
};

/** A source may be somebody's address. */
const withoutSource = ({ eventSource: _, ...sighting }: Sighting): Sighting => sighting;

const deadLettersIn = ({ queue, deadLetters }: QueueSummary): readonly EventDeadLetter[] =>
  deadLetters.map(({ id, code, message, eventId, employeeId, attempts, replays, reason, movedBySqs, sentAt }) => {
    const messageId = movedBySqs ? id : reason?.messageId;
    const known = { id, queue, code, message, eventId, employeeId, attempts, replays };
    return { ...known, ...(messageId === undefined ? {} : { messageId }), failedAt: reason?.failedAt ?? sentAt };
  });

/** About how many messages of the source queues are not handled yet. */
const queuedIn = (stage: string): Promise<number> =>
  withQueues({ stage }, async (queues) => {
    const depths = await Promise.all(queues.map((queue) => queue.sourceDepth()));
    return depths.reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0);
  });
