import { Failure } from "../failures.ts";
import type { HrEvent } from "./hr-event.ts";

/** How far HR's clock may run ahead of ours before an event counts as one for the future. */
export const EFFECTIVE_DATE_TOLERANCE_MS = 15 * 60 * 1000;

/**
 * Guards against applying a change before its day: the event waits among the dead letters and is replayed when it is
 * due.
 * @throws Failure `NotYetEffective`
 */
export const requireEffective = (event: HrEvent, now: Date): void => {
  if (Date.parse(event.fact.effectiveAt) <= now.getTime() + EFFECTIVE_DATE_TOLERANCE_MS) return;
  throw new Failure("NotYetEffective", `effectiveAt is ${event.fact.effectiveAt}: replay the event from then on`);
};
