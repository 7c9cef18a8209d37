import type { EmployeeRecord } from "../employee-record.ts";
import type { Fold } from "../facts/fold.ts";
import type { HrEvent } from "../facts/hr-event.ts";
import { versionOf } from "../facts/version.ts";

/** An event, and what it was to the record when it was folded. */
export type Folded = Fold & { readonly event: HrEvent };

/**
 * Events of one employee that are made to count together; none if the pass was asked for by a resync. `record` is the
 * record after them. `advanced` says whether its state was reached in this pass, by one step from the state before.
 * `newest` is the event whose effect the pass has; the others repeat it, were overtaken, or have none yet. `doubts` says
 * that somebody asked because the directory may hold something else than was confirmed.
 */
export type Pass = {
  readonly folded: readonly Folded[];
  readonly record: EmployeeRecord;
  readonly advanced: boolean;
  readonly newest?: Folded;
  readonly doubts?: boolean;
};

/** Undefined if nothing was folded. Of an event that was delivered twice, the first counts. */
export const passOf = (folded: readonly Folded[]): Pass | undefined => {
  const record = folded.at(-1)?.record;
  if (record === undefined) return undefined;
  const advanced = folded.some((each) => each.verdict === "newer" && each.record.state === record.state);
  const newest = folded.filter(counts).reduce<Folded | undefined>(newer, undefined);
  return { folded, record, advanced, ...(newest === undefined ? {} : { newest }) };
};

/** Whether the event is one of a fact whose moment has come. */
export const counts = ({ verdict, event }: Folded): boolean =>
  "fact" in event && verdict !== "upcoming" && verdict !== "cancelled";

const newer = (a: Folded | undefined, b: Folded): Folded => (a === undefined || versionIn(b) > versionIn(a) ? b : a);

/** A cancellation states no fact, and is older than any. */
export const versionIn = ({ event }: Folded): string => ("fact" in event ? versionOf(event) : "");

/** Whether the event repeats a fact that was applied already. */
export const isConfirmed = ({ verdict, record: { applied, state } }: Folded): boolean =>
  verdict === "duplicate" && applied?.state === state;
