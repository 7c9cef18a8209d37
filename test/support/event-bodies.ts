import type { EventKind } from "../../domain/facts/hr-event.ts";
import { CATALOGUE } from "../../events/catalogue.ts";

const MARCH = "2026-03-01T00:00:00Z";
const ACTIVE = {
  email: "ana@example.com",
  displayName: "Ana Diaz",
  effectiveAt: MARCH,
  role: { title: "Pro", department: "Sales" },
};

type Data = { readonly effectiveAt?: string; readonly cancels?: string };
const DATA: Readonly<Record<EventKind, Data>> = {
  hired: ACTIVE,
  "role-changed": ACTIVE,
  left: { effectiveAt: MARCH },
  "change-cancelled": { cancels: "role-changed-1" },
};

/** An HR event as a CloudEvent. `data` overrides members of its data, `members` overrides members of the envelope. */
export const eventBody = (kind: EventKind, data: object = {}, members: object = {}) => ({
  specversion: "1.0",
  id: `${kind}-1`,
  source: "/hr",
  type: CATALOGUE[kind].type,
  time: MARCH,
  data: { employeeId: "E1", ...DATA[kind], ...data },
  ...members,
});

export const hireBody = (data: object = {}, members: object = {}) =>
  eventBody("hired", data, { id: "hire-1", ...members });

/** A month after the hire. */
export const roleChangeBody = (data: object = {}, members: object = {}) =>
  eventBody("role-changed", { effectiveAt: "2026-04-01T00:00:00Z", ...data }, members);

/** Two months after the hire. */
export const leaveBody = (data: object = {}, members: object = {}) =>
  eventBody("left", { effectiveAt: "2026-05-01T00:00:00Z", ...data }, { id: "leave-1", ...members });

/** Takes the event with this ID back. */
export const cancellationBody = (cancels: string, members: object = {}) =>
  eventBody("change-cancelled", { cancels }, { id: "cancel-1", ...members });
