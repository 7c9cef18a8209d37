import type { HrEventType } from "../domain/hr-event.ts";
import { unwrap } from "./envelope.ts";
import { requireDepth } from "./limits.ts";
import { SCHEMAS } from "./schema.ts";

/** The type that a body claims, to choose a queue by; undefined where it claims none that is known. Never throws. */
export const eventTypeOf = (body: string): HrEventType | undefined => {
  try {
    requireDepth(body);
    const { type } = unwrap(JSON.parse(body));
    return typeof type === "string" && Object.hasOwn(SCHEMAS, type) ? (type as HrEventType) : undefined;
  } catch {
    return undefined;
  }
};
