import { Failure } from "../failures.ts";
import { isAhead } from "./clock.ts";
import type { HrEvent } from "./hr-event.ts";

/**
 * Guards against applying a change before its day: the event waits among the dead letters and is replayed when it is
 * due.
 * @throws Failure `NotYetEffective`
 */
export const requireEffective = (event: HrEvent, now: Date): void => {
  if (!isAhead(event.fact.effectiveAt, now)) return;
  throw new Failure("NotYetEffective", `effectiveAt is ${event.fact.effectiveAt}: replay the event from then on`);
};
