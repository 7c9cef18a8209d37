import type { SendResyncs } from "../adapters/sqs/send-resyncs.ts";
import type { DueEmployee, WaitingIndex } from "../adapters/state/waiting-index.ts";
import type { FactKind } from "../domain/facts/hr-event.ts";
import { resyncBody } from "../events/resync.ts";

/** The schedule is a minute; the rest is for runs that begin late. In ms. */
const WINDOW_MS = 70_000;
/** A run in this minute of each quarter of an hour takes all that is due: what was sent and got lost goes again. */
const SWEEP_MINUTES = 15;

/** In a request: the most that SQS takes. */
const BATCH = 10;
/** How many requests are under way at once. */
const IN_FLIGHT = 16;

export type WakeSummary = { readonly sent: number; readonly failed: number; readonly oldestOverdueSeconds: number };

/**
 * Sends a resync for each employee who is due. What came due in the last minute goes at each run, everything that is due
 * four times an hour: so a late, doubled or missing run costs time, and never a wake-up. Nothing is written: whoever is
 * handled leaves the index.
 */
export const wakeDue = async (index: WaitingIndex, send: SendResyncs, now: Date): Promise<WakeSummary> => {
  const until = now.toISOString();
  const from =
    now.getUTCMinutes() % SWEEP_MINUTES === 0 ? undefined : new Date(now.getTime() - WINDOW_MS).toISOString();
  const oldest = await index.oldest();
  let [sent, failed] = [0, 0];
  const underWay = new Set<Promise<void>>();
  for await (const page of index.due(from, until)) {
    for (const batch of batchesOf(page)) {
      if (underWay.size >= IN_FLIGHT) await Promise.race(underWay);
      const sending: Promise<void> = send(batch.by, bodiesOf(batch, now)).then((refused) => {
        sent += batch.employees.length - refused;
        failed += refused;
        underWay.delete(sending);
      });
      underWay.add(sending);
    }
  }
  await Promise.all(underWay);
  return { sent, failed, oldestOverdueSeconds: overdue(oldest, now) };
};

const overdue = (oldest: string | undefined, now: Date): number =>
  oldest === undefined ? 0 : Math.max(0, Math.round((now.getTime() - Date.parse(oldest)) / 1000));

type Batch = { readonly by: FactKind; readonly employees: readonly DueEmployee[] };

/** The ID says which wake-up it is, so that a log shows what was sent again. */
const bodiesOf = ({ employees }: Batch, now: Date): readonly string[] =>
  employees.map(({ employeeId, wakeAt }) => resyncBody({ employeeId, because: "Due" }, `${employeeId}:${wakeAt}`, now));

/** Those of one function together, at most ten each. */
const batchesOf = (page: readonly DueEmployee[]): readonly Batch[] =>
  [...Map.groupBy(page, ({ wakeBy }) => wakeBy)].flatMap(([by, employees]) =>
    Array.from({ length: Math.ceil(employees.length / BATCH) }, (_, index) => ({
      by,
      employees: employees.slice(index * BATCH, (index + 1) * BATCH),
    })),
  );
