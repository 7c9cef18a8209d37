import type { FactKind, HrEvent } from "../../domain/facts/hr-event.ts";
import { Failure } from "../../domain/failures.ts";
import { reconcilePass } from "../../domain/reconcile/reconcile-employee.ts";
import type { Result } from "../../domain/reconcile/result.ts";
import { queueTaking } from "../../events/kind-of-body.ts";
import { readMessage } from "../../events/read-message.ts";
import type { Resync } from "../../events/resync.ts";
import type { SourceLine } from "../event-files/read-bodies.ts";
import { outcomeAtEnd } from "../outcome-at-end.ts";
import type { PreviewSummary } from "./preview-summary.ts";
import { openWorld, type PreviewOptions } from "./preview-world.ts";
import { deadLettered, handled, type PreviewedEvent, subjectOf, subjectOfUnread } from "./previewed-event.ts";
import { tally } from "./tally.ts";
import { waitsIn } from "./waits.ts";

/**
 * A preview: `events` handles lines one after the other, as the functions would, and yields what became of each at its
 * turn; whoever waits for what a later line frees goes on when all are done. What would be tried again, such as a
 * cancellation that came before its event, comes last. `summary` is that of all so far, and final when `events` has
 * ended. `events` may be called again, and goes on from there. It throws what reading the stage throws.
 */
export type Preview = {
  events(lines: AsyncIterable<SourceLine>): AsyncGenerator<PreviewedEvent>;
  summary(): PreviewSummary;
};

/** Opens a preview. Nothing is read before its events are, and nothing is ever written. */
export const openPreview = (options: PreviewOptions): Preview => {
  const world = openWorld(options);
  const counts = tally(world, options.licenses);
  const waited = new Map<string, string[]>();
  const givenUp = new Set<string>();
  let events = 0;

  const pass = async (employeeId: string, act: () => Promise<Result>): Promise<Result> => {
    const earlier = await world.employees.read(employeeId).catch(ifFailure);
    const result = await act();
    if ("error" in result && !isRetryable(result.error)) await result.onceDeadLettered?.();
    const record = world.records.get(employeeId);
    counts.touch(earlier, record);
    waits.note(employeeId, record);
    return result;
  };

  /** A resync that fails for good is the dead letter of what waited. */
  const waits = waitsIn(world, async (employeeId, act) => {
    const result = await pass(employeeId, act);
    if ("error" in result && !isRetryable(result.error)) givenUp.add(employeeId);
  });

  /** Undefined if it would be tried again. */
  const handle = async (line: SourceLine, isLast: boolean): Promise<PreviewedEvent | undefined> => {
    const queue = queueTaking(line.body);
    const message = read(line, queue, world.now());
    if (message instanceof Failure) return deadLettered(subjectOfUnread(line, message), message);
    const { employeeId } = message;
    const isResync = "because" in message;
    const result = await pass(employeeId, async () => {
      const request = { employeeId, events: isResync ? [] : [message], resync: isResync };
      const { events: [one] = [], resync } = await reconcilePass(world.dependenciesOf(queue), request);
      return one ?? resync;
    });
    const subject = subjectOf(line, message);
    if ("outcome" in result) return handled(subject, result.outcome);
    if (isRetryable(result.error) && !isLast) return undefined;
    return deadLettered(subject, failureOf(result.error));
  };

  const note = (event: PreviewedEvent): PreviewedEvent => {
    const { employeeId, eventId, outcome, code } = event;
    events += 1;
    if (outcome !== "waiting" || employeeId === undefined || eventId === undefined) counts.count(outcome, code);
    else waited.set(employeeId, [...(waited.get(employeeId) ?? []), eventId]);
    return event;
  };

  const outcomesOfWaited = () =>
    [...waited].flatMap(([employeeId, eventIds]) => {
      const record = world.records.peek(employeeId);
      return eventIds.map((eventId) => outcomeAtEnd(eventId, record, givenUp.has(employeeId)));
    });

  return {
    events: async function* (lines) {
      const again: SourceLine[] = [];
      for await (const line of lines) {
        const event = await handle(line, false);
        if (event === undefined) again.push(line);
        else yield note(event);
      }
      for (const line of again) {
        const event = await handle(line, true);
        if (event !== undefined) yield note(event);
      }
      await waits.goOn();
    },
    summary: () => {
      const { outcomes, ...others } = counts.summary();
      const final: Record<string, number> = { ...outcomes };
      for (const outcome of outcomesOfWaited()) final[outcome] = (final[outcome] ?? 0) + 1;
      const calls = options.calls?.() ?? { dynamodb: 0, directory: 0 };
      return { events, ...others, outcomes: final as PreviewSummary["outcomes"], calls };
    },
  };
};

const read = ({ body }: SourceLine, queue: FactKind, now: Date): HrEvent | Resync | Failure => {
  try {
    return readMessage(body, queue, now);
  } catch (error) {
    return failureOf(error);
  }
};

/** A record that cannot be read fails its event, too. */
const ifFailure = (error: unknown): undefined => void failureOf(error);

const isRetryable = (error: unknown): boolean => failureOf(error).retryable;

/** @throws what is no Failure: a stage that cannot be read, or a bug */
const failureOf = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  throw error;
};
