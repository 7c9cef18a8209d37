import { HIRED, type HrEventType, ROLE_CHANGED } from "../domain/facts/hr-event.ts";
import { unwrap } from "./envelope.ts";

export const isEventType = (type: unknown): type is HrEventType => type === HIRED || type === ROLE_CHANGED;

/**
 * The type that a body claims, in whatever envelope, to choose a queue by; undefined where it claims none that is known.
 * Nothing else of the event is looked at. Never throws.
 */
export const eventTypeOf = (body: string): HrEventType | undefined => {
  try {
    const { type } = unwrap(body);
    return isEventType(type) ? type : undefined;
  } catch {
    return undefined;
  }
};
