import type { Fact, HrEvent, Role } from "../domain/facts/hr-event.ts";
import { digestOf } from "./digest.ts";
import { comparableMoment, effectiveAtOf } from "./effective-at.ts";
import type { ValidEvent } from "./event-schemas.ts";

/**
 * A valid event in the domain's words. The digest covers what HR says, but not `source`, which is part of what an event
 * is known by (domain/facts/event-key.ts), nor `sequence`: the digests of the first release lack both.
 */
export const toHrEvent = (valid: ValidEvent): HrEvent => {
  const { id, source, type, time, sequence, data } = valid.event;
  const { employeeId } = data;
  const publishedAt = new Date(time).toISOString();
  const { says, covered } = contentOf(valid);
  // Stored digests are compared with this one, so its members keep the names of the first release.
  const digest = digestOf({ id, type, occurredAt: publishedAt, employeeId, ...covered });
  return { id, source, publishedAt, ...(sequence === undefined ? {} : { sequence }), employeeId, digest, ...says };
};

/** What the event says of the employee, and what the digest covers of it. */
type Content = {
  readonly says: { readonly fact: Fact } | { readonly cancels: string };
  readonly covered: object;
};

const contentOf = ({ kind, event }: ValidEvent): Content => {
  switch (kind) {
    case "hired":
    case "role-changed": {
      const { email, displayName, role } = event.data;
      const said = { email, ...(displayName === undefined ? {} : { displayName }), role: toRole(role) };
      const fact = { kind, effectiveAt: effectiveAtOf(event.data), ...said };
      return { says: { fact }, covered: { ...comparableMoment(event.data), ...said } };
    }
    case "left":
      return {
        says: { fact: { kind, effectiveAt: effectiveAtOf(event.data) } },
        covered: comparableMoment(event.data),
      };
    case "change-cancelled": {
      const { cancels } = event.data;
      return { says: { cancels }, covered: { cancels } };
    }
  }
};

type ValidRole = Extract<ValidEvent, { readonly kind: "hired" }>["event"]["data"]["role"];
/** The schema leaves out what the event lacks, so nothing here is undefined. */
const toRole = ({ attributes = {}, ...role }: ValidRole): Role => ({ ...role, attributes }) as Role;
