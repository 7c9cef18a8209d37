import type { EventKind, FactKind } from "../domain/facts/hr-event.ts";
import { CATALOGUE, kindOfType } from "./catalogue.ts";
import { unwrap } from "./envelope.ts";

/**
 * The kind of event that a body claims to be, in whatever envelope, to choose a queue by; undefined if it claims none
 * that is known. Nothing else of the event is looked at. Never throws.
 */
export const kindOfBody = (body: string): EventKind | undefined => {
  try {
    return kindOfType(unwrap(body)["type"]);
  } catch {
    return undefined;
  }
};

/** The queue that a body goes to: that of its kind of event; what claims no known kind goes with the hires. */
export const queueTaking = (body: string): FactKind => CATALOGUE[kindOfBody(body) ?? "hired"].takenBy;
