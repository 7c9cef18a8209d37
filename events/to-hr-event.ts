import type { EventKind, HrEvent, Role } from "../domain/facts/hr-event.ts";
import { digestOf } from "./digest.ts";
import type { ValidEvent } from "./schema.ts";

/**
 * A valid event in the domain's words. The digest covers all of it but `source`, which is part of what an event is known
 * by (domain/facts/event-key.ts) and lacks in the digests of the first release.
 */
export const toHrEvent = (kind: EventKind, { id, source, type, time, data }: ValidEvent): HrEvent => {
  const { employeeId, email, displayName } = data;
  const publishedAt = new Date(time).toISOString();
  const effectiveAt = new Date(data.effectiveAt).toISOString();
  const role = toRole(data.role);
  const named = displayName === undefined ? {} : { displayName };
  // Stored digests are compared with this one, so its members keep the names of the first release.
  const digest = digestOf({ id, type, occurredAt: publishedAt, effectiveAt, employeeId, email, ...named, role });
  return { id, source, publishedAt, employeeId, digest, fact: { kind, effectiveAt, email, ...named, role } };
};

/** The schema leaves out what the event lacks, so nothing here is undefined. */
const toRole = ({ attributes = {}, ...role }: ValidEvent["data"]["role"]): Role => ({ ...role, attributes }) as Role;
