import type { Fold } from "../facts/fold.ts";
import type { HrEvent } from "../facts/hr-event.ts";
import { versionOf } from "../facts/version.ts";

/** An event, and what it was to the record when it was folded. */
export type Folded = Fold & { readonly event: HrEvent };

/**
 * Events of one employee that are made to count together. `newest` is the one whose effect the pass has; the others
 * repeat it or were overtaken.
 */
export type Pass = { readonly folded: readonly Folded[]; readonly newest: Folded };

/** Of an event that was delivered twice, the first counts. Undefined if nothing was folded. */
export const passOf = (folded: readonly Folded[]): Pass | undefined => {
  const [first, ...others] = folded;
  if (first === undefined) return undefined;
  const newer = (a: Folded, b: Folded): Folded => (versionOf(b.event) > versionOf(a.event) ? b : a);
  return { folded, newest: others.reduce(newer, first) };
};

/** Whether the event repeats a fact that was applied already. */
export const isConfirmed = ({ verdict, record: { applied, current } }: Folded): boolean =>
  verdict === "duplicate" && applied?.version === current.version;
